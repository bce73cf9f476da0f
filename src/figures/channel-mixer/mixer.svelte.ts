/** What a person is doing to the channel weights: changes, the one that is being made, and what can be undone. */

import {
  type Change,
  type History,
  changesOf,
  record,
  redo,
  startHistory,
  undo,
  withChange,
  withoutChange,
} from "../../explain/index.ts";
import type { SEEdits } from "../../trace/index.ts";

/** The list of changes with its history. */
export class Mixer {
  private history = $state.raw<History<readonly Change[]>>(startHistory([]));
  private draft = $state.raw<Change>();
  private readonly done: (changes: readonly Change[]) => void;

  /** As they stand, with the one that is being made. */
  readonly changes = $derived(
    this.draft ? withChange(this.history.now, this.draft) : this.history.now,
  );
  readonly canUndo = $derived(this.history.past.length > 0);
  readonly canRedo = $derived(this.history.future.length > 0);

  /** `done` is told of the list whenever the person has changed it. */
  constructor(done: (changes: readonly Change[]) => void) {
    this.done = done;
  }

  /** The list without the change that is being made. */
  get settled(): readonly Change[] {
    return this.history.now;
  }

  /** Takes over edits that came from elsewhere, as a step that can be undone. Throws a ReadableError where it can't. */
  adopt(edits: SEEdits): void {
    const changes = changesOf(edits);
    this.draft = undefined;
    if (changes.length > 0 || this.history.now.length > 0 || this.canUndo)
      this.history = record(this.history, changes);
  }

  /** Shows a change that is being made: another takes its place, `apply` makes it, `cancel` forgets it. */
  preview(change: Change): void {
    this.draft = change;
  }

  /** Forgets the change that is being made. */
  cancel(): void {
    this.draft = undefined;
  }

  /** Makes some changes as one step, or without any the one that was shown. */
  apply(changes: readonly Change[] = this.draft ? [this.draft] : []): void {
    this.draft = undefined;
    const next = changes.reduce<readonly Change[]>(
      (list, change) => withChange(list, change),
      this.history.now,
    );
    if (changes.length > 0) this.step(record(this.history, next));
  }

  /** Takes a change out of the list. */
  remove(place: number): void {
    this.step(record(this.history, withoutChange(this.history.now, place)));
  }

  /** Takes all changes out of the list. */
  clear(): void {
    if (this.history.now.length > 0) this.step(record(this.history, []));
  }

  /** Goes one step back. */
  undo(): void {
    this.step(undo(this.history));
  }

  /** Goes one undone step on. */
  redo(): void {
    this.step(redo(this.history));
  }

  private step(history: History<readonly Change[]>): void {
    this.draft = undefined;
    if (history === this.history) return;
    this.history = history;
    this.done(history.now);
  }
}
