/** Writes a notebook as a file: what did not change keeps its bytes, the rest is as Notebook Kit writes it. */

import type { Notebook } from "./cell.ts";
import { cellHtml, notebookHtml } from "./html.ts";

/** Returns the notebook's file. A notebook that was read and not changed gives the text it was read from. */
export function writeNotebook(notebook: Notebook): string {
  const { origin } = notebook;
  const same =
    origin?.title === notebook.title &&
    origin.cells.length === notebook.cells.length &&
    origin.cells.every((cell, k) => cell === notebook.cells[k]);
  if (same) return origin.text;
  return notebookHtml(
    notebook,
    notebook.cells.map((cell) => cellHtml(cell)),
  );
}
