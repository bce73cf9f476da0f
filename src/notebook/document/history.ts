/** Undo and redo over a whole notebook: a value that remembers what was, and never changes in place. */

import type { Notebook } from "./cell.ts";

/** Typing in one cell that pauses less than this, in milliseconds, is undone as one. */
const pause = 1_000;
/** A run of typing is cut after this, in milliseconds, so that undo never takes minutes of work away. */
const longest = 10_000;
/** How many steps are remembered. */
const mostSteps = 500;
/** How many characters of cells are remembered that the notebook no longer has. */
const mostLength = 20_000_000;

/** One thing that was done. */
export interface Step {
  /** What was done, in words for a button: "Delete cell". */
  readonly label: string;
  /** The notebook before it. */
  readonly before: Notebook;
  /** The cell to show when it is undone or done again; undefined where it concerns none. */
  readonly cell?: number;
}

/** A notebook with its past and what was undone. */
export interface History {
  readonly present: Notebook;
  /** The oldest first. */
  readonly past: readonly Step[];
  /** What can be done again, the next first; `before` is here the notebook after it. */
  readonly future: readonly Step[];
  /** The run of typing that a next edit may join. */
  readonly typing?: { readonly cell: number; readonly since: number; readonly last: number };
}

/** How a change is remembered. */
export interface ChangeNote {
  readonly label: string;
  /** The cell that it concerns. */
  readonly cell?: number;
  /** Whether it is typing, which joins typing in the same cell just before. */
  readonly typing?: boolean;
  /** When, in milliseconds of any clock that only goes forward. */
  readonly time: number;
}

/** Returns the history of a notebook that was just opened. */
export function startHistory(notebook: Notebook): History {
  return { present: notebook, past: [], future: [] };
}

/** Remembers a change; what was undone before can't be done again after it. The same notebook changes nothing. */
export function record(history: History, next: Notebook, note: ChangeNote): History {
  if (next === history.present) return history;
  const { label, cell, time } = note;
  const { typing, past, present } = history;
  const joins =
    note.typing === true &&
    typing !== undefined &&
    typing.cell === cell &&
    time - typing.last < pause &&
    time - typing.since < longest;
  const step: Step = { label, before: present, ...(cell !== undefined && { cell }) };
  const steps = joins ? past : bounded([...past, step], next);
  const state: History = { present: next, past: steps, future: [] };
  if (note.typing !== true || cell === undefined) return state;
  return { ...state, typing: { cell, since: joins ? typing.since : time, last: time } };
}

/** Returns the history one step back; the same where there is none. */
export function undo(history: History): History {
  const step = history.past.at(-1);
  if (!step) return history;
  return {
    present: step.before,
    past: history.past.slice(0, -1),
    future: [{ ...step, before: history.present }, ...history.future],
  };
}

/** Returns the history with what was undone last done again; the same where there is nothing. */
export function redo(history: History): History {
  const [step, ...future] = history.future;
  if (!step) return history;
  return {
    present: step.before,
    past: [...history.past, { ...step, before: history.present }],
    future,
  };
}

/** Ends a run of typing, so that what is typed next is undone by itself. */
export function endTyping({ present, past, future }: History): History {
  return { present, past, future };
}

/** Forgets the oldest steps beyond what may be remembered. */
function bounded(past: readonly Step[], present: Notebook): readonly Step[] {
  const seen = new Set<unknown>(present.cells);
  let length = 0;
  let first = past.length;
  while (first > 0 && past.length - first < mostSteps) {
    for (const cell of past[first - 1]?.before.cells ?? []) {
      if (seen.has(cell)) continue;
      seen.add(cell);
      length += cell.source.length;
    }
    // The last step can always be undone, however large.
    if (length > mostLength && first < past.length) break;
    first--;
  }
  return past.slice(first);
}
