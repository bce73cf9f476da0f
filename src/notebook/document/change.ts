/** Changes of a notebook: each returns a new one, in which what did not change are the same objects. */

import { type CellMode, type Notebook, type NotebookCell, newCell } from "./cell.ts";

/** A place between cells: before the cell with this id, or at the end. */
export type Place = { readonly before: number } | { readonly after: number } | "start" | "end";

/** What a removal leaves for undoing it. */
export interface Removed {
  readonly notebook: Notebook;
  readonly cell: NotebookCell;
  /** Where it was, from 0. */
  readonly index: number;
}

/** Returns an id that no cell of the notebook has, nor had in the file it came from. */
export function unusedId({ cells, origin }: Notebook): number {
  const ids = new Set([...cells, ...(origin?.cells ?? [])].map(({ id }) => id));
  const next = [...ids].reduce((most, id) => Math.max(most, id), 0) + 1;
  if (Number.isSafeInteger(next)) return next;
  let least = 1;
  while (ids.has(least)) least++;
  return least;
}

/** Returns the cell with an id, or undefined. */
export function cellWithId(notebook: Notebook, id: number): NotebookCell | undefined {
  return notebook.cells.find((cell) => cell.id === id);
}

/** Changes a cell's source. An id that is not there changes nothing. */
export function edit(notebook: Notebook, id: number, source: string): Notebook {
  return changeCell(notebook, id, { source: source.replace(/\r\n?/g, "\n") });
}

/** Opens or closes a cell's source. */
export function setPinned(notebook: Notebook, id: number, pinned: boolean): Notebook {
  return changeCell(notebook, id, { pinned });
}

/** Hides or shows what a cell gives. */
export function setHidden(notebook: Notebook, id: number, hidden: boolean): Notebook {
  return changeCell(notebook, id, { hidden });
}

/** Makes a cell another kind of cell; its source stays, and it is pinned as a new cell of that kind is. */
export function setMode(notebook: Notebook, id: number, mode: CellMode): Notebook {
  const cell = cellWithId(notebook, id);
  if (!cell || cell.mode === mode) return notebook;
  const { output, hidden, source } = cell;
  const next = { ...newCell(id, mode, source), hidden };
  return replace(notebook, output === undefined ? next : { ...next, output });
}

/** Changes the notebook's title; an empty one becomes "Untitled". */
export function rename(notebook: Notebook, title: string): Notebook {
  const next = title.replace(/\s+/g, " ").trim() || "Untitled";
  return next === notebook.title ? notebook : { ...notebook, title: next };
}

/** Puts a new cell somewhere; returns its id with the notebook. */
export function insert(
  notebook: Notebook,
  place: Place,
  { mode, source = "" }: { readonly mode: CellMode; readonly source?: string },
): { readonly notebook: Notebook; readonly id: number } {
  const id = unusedId(notebook);
  const cell = newCell(id, mode, source.replace(/\r\n?/g, "\n"));
  return { notebook: putBack(notebook, cell, indexOf(notebook, place)), id };
}

/** Puts a copy of a cell behind it; returns the copy's id, or undefined where there is no such cell. */
export function duplicate(
  notebook: Notebook,
  id: number,
): { readonly notebook: Notebook; readonly id: number } | undefined {
  const cell = cellWithId(notebook, id);
  if (!cell) return undefined;
  const copy = { ...cell, id: unusedId(notebook) };
  return { notebook: putBack(notebook, copy, indexOf(notebook, { after: id })), id: copy.id };
}

/** Takes a cell away; returns what undoing needs, or undefined where there is no such cell. */
export function remove(notebook: Notebook, id: number): Removed | undefined {
  const index = notebook.cells.findIndex((cell) => cell.id === id);
  const cell = notebook.cells[index];
  if (!cell) return undefined;
  return { notebook: { ...notebook, cells: notebook.cells.toSpliced(index, 1) }, cell, index };
}

/** Puts a cell at an index (from 0), as it was; if its id is taken meanwhile, it gets a new one. */
export function putBack(notebook: Notebook, cell: NotebookCell, index: number): Notebook {
  const own = cellWithId(notebook, cell.id) ? { ...cell, id: unusedId(notebook) } : cell;
  const at = Math.min(Math.max(index, 0), notebook.cells.length);
  return { ...notebook, cells: notebook.cells.toSpliced(at, 0, own) };
}

/** Moves a cell up (-1), down (1), or by more; it stops at the ends. */
export function moveBy(notebook: Notebook, id: number, steps: number): Notebook {
  const from = notebook.cells.findIndex((cell) => cell.id === id);
  return from < 0 ? notebook : moveToIndex(notebook, from, from + steps);
}

/** Moves a cell to a place. */
export function move(notebook: Notebook, id: number, place: Place): Notebook {
  const from = notebook.cells.findIndex((cell) => cell.id === id);
  if (from < 0) return notebook;
  const to = indexOf(notebook, place);
  return moveToIndex(notebook, from, to > from ? to - 1 : to);
}

function moveToIndex(notebook: Notebook, from: number, wanted: number): Notebook {
  const cell = notebook.cells[from];
  const to = Math.min(Math.max(wanted, 0), notebook.cells.length - 1);
  if (!cell || to === from) return notebook;
  return { ...notebook, cells: notebook.cells.toSpliced(from, 1).toSpliced(to, 0, cell) };
}

/** Returns the index that a cell put there would have; a cell that is not there means the end. */
function indexOf({ cells }: Notebook, place: Place): number {
  if (place === "start") return 0;
  if (place === "end") return cells.length;
  const next = "before" in place;
  const at = cells.findIndex(({ id }) => id === (next ? place.before : place.after));
  if (at < 0) return cells.length;
  return next ? at : at + 1;
}

type CellChange = Partial<Pick<NotebookCell, "source" | "pinned" | "hidden">>;

function changeCell(notebook: Notebook, id: number, change: CellChange): Notebook {
  const cell = cellWithId(notebook, id);
  if (!cell) return notebook;
  const next = { ...cell, ...change };
  const same =
    next.source === cell.source && next.pinned === cell.pinned && next.hidden === cell.hidden;
  return same ? notebook : replace(notebook, next);
}

function replace(notebook: Notebook, next: NotebookCell): Notebook {
  return { ...notebook, cells: notebook.cells.map((cell) => (cell.id === next.id ? next : cell)) };
}
