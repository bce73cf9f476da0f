/** What can be undone and done again. */

/** A thing as it is, as it was and as it was before it was undone. */
export interface History<T> {
  /** Oldest first. */
  readonly past: readonly T[];
  readonly now: T;
  /** Undone, the nearest first. */
  readonly future: readonly T[];
}

/** Steps that are kept. */
const mostSteps = 200;

/** Returns a history that begins with a thing. */
export function startHistory<T>(now: T): History<T> {
  return { past: [], now, future: [] };
}

/** Returns the history one step on; what was undone is gone. */
export function record<T>({ past, now }: History<T>, next: T): History<T> {
  return { past: [...past, now].slice(-mostSteps), now: next, future: [] };
}

/** Returns the history one step back; the same where there is none. */
export function undo<T>(history: History<T>): History<T> {
  const { past, now, future } = history;
  const last = past.at(-1);
  if (last === undefined) return history;
  return { past: past.slice(0, -1), now: last, future: [now, ...future] };
}

/** Returns the history with the last undone step done again; the same where there is none. */
export function redo<T>(history: History<T>): History<T> {
  const { past, now, future } = history;
  const [next, ...later] = future;
  if (next === undefined) return history;
  return { past: [...past, now], now: next, future: later };
}
