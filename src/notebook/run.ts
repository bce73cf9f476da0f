/** The door of running: a compiled notebook's cells in the page, each of which can be stopped and replaced. */

import type { RunOptions } from "./run/options.ts";
import { Running } from "./run/running-notebook.ts";
import type { RunningNotebook } from "./run/state.ts";

export type { ErrorPlace, RunOptions } from "./run/options.ts";
export type { CellNames, CellState, CellWait, RunningNotebook } from "./run/state.ts";
export { type States, ViewStates, isRestoring } from "./run/view-states.ts";
export { networkNames } from "./run/wait.ts";

/** Returns a runtime for one notebook's cells. */
export function runNotebook(options: RunOptions): RunningNotebook {
  return new Running(options);
}
