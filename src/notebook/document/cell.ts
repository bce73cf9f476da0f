/** A notebook as data: what a file of Observable Notebook Kit's format holds, and never changed in place. */

import { type NotebookText } from "./origin.ts";

/** How a cell is written, as Notebook Kit names it. */
export type CellMode =
  "js" | "ts" | "md" | "html" | "tex" | "sql" | "dot" | "node" | "python" | "r" | "ojs";

/** Every mode of the format, those that run in the page first. */
export const cellModes: readonly CellMode[] = [
  ...(["md", "js", "html", "tex", "ts"] as const),
  ...(["sql", "dot", "node", "python", "r", "ojs"] as const),
];

/** Returns whether cells of a mode run in the page; the others are kept and shown as they are written. */
export function runsInPage(mode: CellMode): boolean {
  return ["md", "js", "html", "tex", "ts"].includes(mode);
}

/** One cell as it is written. */
export interface NotebookCell {
  /** Unique in its notebook, a whole number from 1. */
  readonly id: number;
  readonly mode: CellMode;
  /** Without the indentation that the file gives it; lines end in \n. */
  readonly source: string;
  /** Whether its source stands open. */
  readonly pinned: boolean;
  /** Whether what it gives is not shown by itself. */
  readonly hidden: boolean;
  /** The name under which its value can be used, where it is not declared in its source. */
  readonly output?: string;
  /** How the data of a cell in another language comes: "json", "csv". */
  readonly format?: string;
  /** The database that an SQL cell asks: "var:db". */
  readonly database?: string;
}

/** Looks of a notebook in Notebook Kit, kept for it: one theme, or one for light and one for dark. */
export type NotebookTheme = string | { readonly light: string; readonly dark: string };

/** A whole notebook. Changes (`change.ts`) give a new one; cells that did not change stay the same objects. */
export interface Notebook {
  readonly title: string;
  readonly theme: NotebookTheme;
  readonly readOnly: boolean;
  /** In the order they are shown. */
  readonly cells: readonly NotebookCell[];
  /** The file it was read from, so that writing keeps what did not change; a new notebook has none. */
  readonly origin?: NotebookText;
}

/** Returns a new cell as Notebook Kit makes one: JavaScript and SQL stand open, the rest is closed. */
export function newCell(id: number, mode: CellMode, source = ""): NotebookCell {
  const foreign = mode === "node" || mode === "python" || mode === "r";
  return {
    ...{ id, mode, source, hidden: false },
    pinned: foreign || mode === "js" || mode === "ts" || mode === "sql" || mode === "ojs",
    ...(foreign && { format: "buffer" }),
    ...(mode === "sql" && { database: "var:db" }),
  };
}

/** Returns a notebook that comes from no file, of cells given as [mode, source], with ids from 1. */
export function newNotebook(
  title: string,
  cells: readonly (readonly [CellMode, string])[],
): Notebook {
  return {
    ...{ title, theme: "air", readOnly: false },
    cells: cells.map(([mode, source], k) => newCell(k + 1, mode, source)),
  };
}

/** Returns whether two cells say the same. */
export function isSameCell(a: NotebookCell, b: NotebookCell | undefined): boolean {
  if (a === b) return true;
  const keys = [
    "id",
    "mode",
    "source",
    "pinned",
    "hidden",
    "output",
    "format",
    "database",
  ] as const;
  return b !== undefined && keys.every((key) => a[key] === b[key]);
}
