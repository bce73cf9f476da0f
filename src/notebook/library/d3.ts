/** All of d3, loaded when a cell names it. */

export * from "d3";
