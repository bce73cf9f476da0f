/** What a running notebook tells the page of its cells. */

import type { CompiledCell } from "../compiled.ts";

/**
 * What a cell is doing. "waiting" for what it names; "running"; "done"; "failed" with what it threw in its
 * place; "stopped" by the person; "off" since the page did not survive it or the person switched it off.
 */
export type CellState = "waiting" | "running" | "done" | "failed" | "stopped" | "off";

/** What keeps a cell that is "waiting" or "running". */
export interface CellWait {
  /** The unfinished cells that it names, by id, each with the names it takes from there. */
  readonly cells: readonly { readonly id: number; readonly names: readonly string[] }[];
  /** Whether it waits for the network: it names `inspect`, `rerun`, `model` or another that runs it. */
  readonly network: boolean;
}

/** The names of one notebook's cells. */
export interface CellNames {
  /** What each cell defines, by its id. */
  readonly defined: ReadonlyMap<number, readonly string[]>;
  /** Names that more than one cell defines, with the cells' ids. */
  readonly duplicates: ReadonlyMap<string, readonly number[]>;
}

/** A notebook that runs. */
export interface RunningNotebook {
  /** Starts a cell inside an element. One that is switched off shows so and waits for `rerun`. */
  start(cell: CompiledCell, root: HTMLDivElement): void;
  /** Puts a newly compiled cell in the place of the one with its id: only it and what depends on it runs. */
  replace(cell: CompiledCell): void;
  /** Takes a cell away; what it holds is released, and what named it says so. */
  remove(id: number): void;
  /** Ends a cell that waits or runs: its generator is returned, and it shows "Stopped" and "Run again". */
  stop(id: number): void;
  /** Runs a cell again, also one that was stopped or switched off. */
  rerun(id: number): void;
  /** What each cell defines, for completion, and names defined twice. */
  names(): CellNames;
  /** Stops every cell; what they hold is released. */
  dispose(): void;
}
