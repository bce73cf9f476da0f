/** The notebook that is open: its document with its history, what is selected and edited, and every command. */

import { SvelteSet } from "svelte/reactivity";
import {
  type Place,
  cellWithId,
  duplicate,
  edit,
  insert,
  move,
  moveBy,
  putBack,
  remove,
  rename,
  setHidden,
  setMode,
  setPinned,
} from "../../notebook/document/change.ts";
import {
  type ChangeNote,
  type History,
  endTyping,
  record,
  redo,
  startHistory,
  undo,
} from "../../notebook/document/history.ts";
import {
  type CellMode,
  type Notebook,
  type NotebookCell,
  writeNotebook,
} from "../../notebook/document/notebook.ts";
import { isText } from "./modes.ts";
import type { Notice } from "./notice.ts";
import type { Runner } from "./runner.svelte.ts";

/** What a desk works with. */
export interface DeskOptions {
  readonly runner: Runner;
  /** Told of the whole file after each change. */
  readonly onchange: (text: string) => void;
}

/** One open notebook. Typing waits to be run; every other change runs at once. */
export class Desk {
  /** The cell whose editor is open. */
  editing = $state<number>();
  /** The cell that keys are for, and that Tab comes to. */
  current = $state<number>();
  /** The cell that is to take the focus; a new object for each time. */
  wanted = $state.raw<{ readonly id: number }>();
  /** The cell that is dragged, and where it would fall. */
  dragging = $state<number>();
  drop = $state.raw<Place>();
  /** What was just done. */
  notice = $state.raw<Notice>();
  readonly runner: Runner;
  private readonly options: DeskOptions;
  private history = $state.raw() as History;
  /** Cells in which was typed what has not been run. */
  private readonly typed = new SvelteSet<number>();

  constructor(notebook: Notebook, options: DeskOptions) {
    this.options = options;
    this.history = startHistory(notebook);
    this.runner = options.runner;
    this.current = notebook.cells[0]?.id;
  }

  /** The notebook as it is written now. */
  get notebook(): Notebook {
    return this.history.present;
  }

  /** What undo takes back, in words; undefined where there is nothing. */
  get undoes(): string | undefined {
    return this.history.past.at(-1)?.label;
  }

  /** What redo does again, in words; undefined where there is nothing. */
  get redoes(): string | undefined {
    return this.history.future[0]?.label;
  }

  /** Returns whether a cell was edited and not run since. */
  isUnrun(cell: NotebookCell): boolean {
    return this.typed.has(cell.id) && !this.runner.isCurrent(cell);
  }

  /** Takes what was typed into a cell. */
  type(id: number, source: string): void {
    this.typed.add(id);
    this.change(edit(this.notebook, id, source), { label: "typing", cell: id, typing: true });
  }

  /** Opens a cell's editor and puts the cursor there. */
  edit(id: number): void {
    if (this.editing !== undefined && this.editing !== id) this.close();
    this.current = id;
    this.editing = id;
  }

  /** Closes the editor; a text is shown as it is now, code waits to be run. */
  leave(): void {
    const id = this.editing;
    this.close();
    if (id !== undefined) this.focus(id);
  }

  /** Runs a cell: what was typed in it, or again. */
  run(id: number): void {
    const cell = cellWithId(this.notebook, id);
    if (!cell) return;
    this.history = endTyping(this.history);
    this.typed.delete(id);
    if (this.runner.isCurrent(cell)) this.runner.again(id);
    else void this.runner.put(cell);
  }

  /** Runs a cell and goes to the next one; behind the last, a new one is begun. A mistake stands in its place. */
  runAndGo(id: number): void {
    this.run(id);
    const { cells } = this.notebook;
    const next = cells[cells.findIndex((cell) => cell.id === id) + 1];
    if (next) {
      this.close();
      this.focus(next.id);
    } else this.add({ after: id }, "js");
  }

  /** Puts a new cell somewhere and opens its editor. */
  add(place: Place, mode: CellMode): void {
    const { notebook, id } = insert(this.notebook, place, { mode });
    this.change(notebook, { label: "adding a cell", cell: id });
    this.edit(id);
  }

  /** Puts a cell with code behind the selected one, or at the end, and runs it. */
  insertCode(source: string): void {
    const place = this.current === undefined ? "end" : { after: this.current };
    const { notebook, id } = insert(this.notebook, place, { mode: "js", source });
    this.change(notebook, { label: "inserting an example", cell: id });
    this.focus(id);
  }

  duplicate(id: number): void {
    const copy = duplicate(this.notebook, id);
    if (!copy) return;
    this.change(copy.notebook, { label: "duplicating a cell", cell: copy.id });
    this.focus(copy.id);
  }

  /** Deletes a cell, says so, and offers it back. */
  delete(id: number): void {
    const removed = remove(this.notebook, id);
    if (!removed) return;
    if (this.editing === id) this.editing = undefined;
    this.change(removed.notebook, { label: "deleting a cell", cell: id });
    const { cells } = removed.notebook;
    const next = cells[Math.min(removed.index, cells.length - 1)];
    if (next) this.focus(next.id);
    else this.current = undefined;
    const state = this.history;
    this.notice = {
      text: `Cell ${String(removed.index + 1)} deleted`,
      action: {
        label: "Undo",
        run: () => {
          // What was done since is not taken back with it.
          if (this.history === state) this.undo();
          else this.putBack(removed.cell, removed.index);
        },
      },
    };
  }

  moveBy(id: number, steps: number): void {
    this.change(moveBy(this.notebook, id, steps), { label: "moving a cell", cell: id });
    this.focus(id);
  }

  /** Puts the dragged cell where it falls. */
  dropHere(): void {
    const { dragging: id, drop: place } = this;
    this.endDrag();
    if (id === undefined || place === undefined) return;
    this.change(move(this.notebook, id, place), { label: "moving a cell", cell: id });
    this.focus(id);
  }

  endDrag(): void {
    this.dragging = undefined;
    this.drop = undefined;
  }

  /** Makes a cell another kind; what it has in an open editor waits to be run. */
  setMode(id: number, mode: CellMode): void {
    if (this.editing === id) this.typed.add(id);
    this.change(setMode(this.notebook, id, mode), { label: "the kind of a cell", cell: id });
  }

  setPinned(id: number, pinned: boolean): void {
    const label = pinned ? "pinning a source" : "unpinning a source";
    this.change(setPinned(this.notebook, id, pinned), { label, cell: id });
  }

  setHidden(id: number, hidden: boolean): void {
    const label = hidden ? "hiding what a cell shows" : "showing what a cell shows";
    this.change(setHidden(this.notebook, id, hidden), { label, cell: id });
  }

  rename(title: string): void {
    this.change(rename(this.notebook, title), { label: "renaming" });
  }

  undo(): void {
    this.step(undo(this.history), this.history.past.at(-1)?.cell);
  }

  redo(): void {
    this.step(redo(this.history), this.history.future[0]?.cell);
  }

  /** Selects the cell so many places further; it stops at the ends. */
  go(id: number, steps: number): void {
    const { cells } = this.notebook;
    const at = cells.findIndex((cell) => cell.id === id);
    const to = cells[Math.min(Math.max(at + steps, 0), cells.length - 1)];
    if (to) this.focus(to.id);
  }

  /** Gives a cell the focus. */
  focus(id: number): void {
    this.current = id;
    this.wanted = { id };
  }

  private close(): void {
    const id = this.editing;
    this.editing = undefined;
    if (id === undefined) return;
    const cell = cellWithId(this.notebook, id);
    this.history = endTyping(this.history);
    if (!cell || !isText(cell.mode)) return;
    this.typed.delete(id);
    void this.runner.put(cell);
  }

  private putBack(cell: NotebookCell, index: number): void {
    this.change(putBack(this.notebook, cell, index), { label: "putting a cell back" });
    const back = this.notebook.cells[index];
    if (back) this.focus(back.id);
  }

  private step(history: History, cell: number | undefined): void {
    if (history === this.history) return;
    const before = this.notebook.cells;
    this.history = history;
    for (const id of [...this.typed]) if (id !== this.editing) this.typed.delete(id);
    if (cell !== undefined && cell === this.editing) this.typed.add(cell);
    const place = before.findIndex(({ id }) => id === this.current);
    this.settle();
    if (cell === undefined || !cellWithId(this.notebook, cell)) {
      this.stay(place);
      return;
    }
    if (this.editing === undefined) this.focus(cell);
    else if (this.editing === cell) this.current = cell;
  }

  /** Where the selected cell is gone, the one in its place is selected: the keyboard always has one to come to. */
  private stay(place: number): void {
    const { cells } = this.notebook;
    if (cells.some(({ id }) => id === this.current)) return;
    const next = cells[Math.min(Math.max(place, 0), cells.length - 1)];
    if (!next) this.current = undefined;
    else if (this.editing === undefined) this.focus(next.id);
    else this.current = next.id;
  }

  private change(next: Notebook, note: Omit<ChangeNote, "time">): void {
    const before = this.history;
    this.history = record(before, next, { ...note, time: performance.now() });
    if (this.history !== before) this.settle();
  }

  /** Runs what differs, but for what is being typed, and tells of the new text. */
  private settle(): void {
    const { notebook, editing, typed, runner } = this;
    if (editing !== undefined && !cellWithId(notebook, editing)) this.editing = undefined;
    runner.keepOnly(notebook.cells);
    for (const cell of notebook.cells) if (!typed.has(cell.id)) void runner.put(cell);
    this.options.onchange(writeNotebook(notebook));
  }
}
