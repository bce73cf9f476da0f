/** What running a notebook needs. */

import type { LoopGuard } from "../guard/loop-guard.ts";
import type { RunMarks } from "../guard/marks.ts";
import type { CellState, CellWait } from "./state.ts";
import type { ViewStates } from "./view-states.ts";

/** Where an error came from. */
export interface ErrorPlace {
  readonly id: number;
  /** Line of the cell's source, from 1; undefined where it can't be told. */
  readonly line: number | undefined;
}

/** What running a notebook needs; what is left out is not done. */
export interface RunOptions {
  /** What cells can name, by name. */
  readonly library: Record<string, unknown>;
  /** Told whenever a cell starts to wait, runs, has its value, throws or ends; `wait` while it is busy. */
  readonly onState?: (id: number, state: CellState, wait: CellWait | undefined) => void;
  /** Returns the element that shows what a cell threw. */
  readonly showError: (error: unknown, at: ErrorPlace) => Element;
  /** Names that run the network; those of the cell library where it is left out. */
  readonly network?: ReadonlySet<string>;
  /** The notebook's name among the marks: the same when the page comes back. */
  readonly notebook?: string;
  /** Keeps cells that the page did not survive switched off. */
  readonly marks?: RunMarks;
  /** The guard that the cells were compiled with: a cell that it stops is switched off. */
  readonly guard?: LoopGuard;
  /** Cells that are switched off, beside those that the marks know. */
  readonly off?: readonly number[];
  /** Told when a cell is switched off, or on again. */
  readonly onSwitch?: (id: number, off: boolean) => void;
  /** What a person set in inputs. */
  readonly states?: ViewStates;
}
