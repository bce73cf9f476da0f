/** One cell of a running notebook: its element, its variables, and what they have come to. */

import type { DefineState } from "observable:runtime/define";
import type { CompiledCell } from "../compiled.ts";
import type { CellState } from "./state.ts";

/** One definition of a cell, from when it is defined until it is released. */
export interface Life {
  readonly state: DefineState;
  /** Whether it was released; what still comes from it is let go of. */
  over: boolean;
  /** Counts how often the cell was asked to run; what an older run gives is let go of. */
  run: number;
  body: "waiting" | "running" | "done" | "failed";
  /** What each output has come to. */
  readonly outputs: Map<string, "pending" | "done" | "failed">;
  /** What an output threw, as it is shown. */
  problem: Element | undefined;
}

/** A cell that has its place in the page. */
export interface RunningCell {
  cell: CompiledCell;
  readonly root: HTMLDivElement;
  life: Life;
  /** Why the cell does not run, where the person or the guard ended it. */
  ended: "stopped" | "off" | undefined;
  /** What the page was told last. */
  told: CellState | undefined;
}

/** Returns a new life for a cell in an element. */
export function newLife(root: HTMLDivElement): Life {
  return {
    state: { root, expanded: [], variables: [] },
    ...{ over: false, run: 0, body: "waiting", outputs: new Map(), problem: undefined },
  };
}

/** Returns what a cell is doing, from what its function and its outputs have come to. */
export function stateOf({ ended, life, cell }: RunningCell): CellState {
  if (ended) return ended;
  if (cell.error) return "failed";
  if (!cell.definition) return "done";
  if (life.body !== "done") return life.body;
  const outputs = [...life.outputs.values()];
  if (outputs.includes("failed")) return "failed";
  // An input that has no value yet waits for the person and not for the cell.
  const isInput = cell.definition.inputs?.includes("view") ?? false;
  return outputs.includes("pending") && !isInput ? "running" : "done";
}

/** Returns the names that a cell gives to others. */
export function namesOf({ definition }: CompiledCell): readonly string[] {
  if (!definition) return [];
  return definition.output === undefined ? (definition.outputs ?? []) : [definition.output];
}

/** Returns whether a name of a cell has no value yet. */
export function isUnfinished({ ended, life, cell }: RunningCell, name: string): boolean {
  if (ended || cell.error || life.body === "failed") return false;
  return life.body !== "done" || life.outputs.get(name) === "pending";
}
