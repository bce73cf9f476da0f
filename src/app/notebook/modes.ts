/** What a person calls the kinds of cells. */

import type { CellMode } from "../../notebook/document/notebook.ts";

/** The kinds that can be written in the page, as they are offered. */
export const writable: readonly CellMode[] = ["js", "md", "html", "tex", "ts"];

const names: Readonly<Record<CellMode, string>> = {
  js: "JavaScript",
  ts: "TypeScript",
  md: "Markdown",
  html: "HTML",
  tex: "TeX",
  sql: "SQL",
  dot: "DOT",
  node: "Node.js",
  python: "Python",
  r: "R",
  ojs: "Observable JavaScript",
};

/** Returns the name of a kind of cell: "JavaScript". */
export function modeName(mode: CellMode): string {
  return names[mode];
}

/** Returns whether a cell is a text: shown as soon as its editor is left, where code waits to be run. */
export function isText(mode: CellMode): boolean {
  return mode === "md" || mode === "html" || mode === "tex";
}
