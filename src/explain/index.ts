/** Pure functions of traces: what the numbers of a run say. */

export * from "./contributions.ts";
export * from "./layers.ts";
export * from "./maps.ts";
export * from "./rank.ts";
export * from "./statistics.ts";
