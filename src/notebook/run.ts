/** Runs a compiled notebook in the page: one reactive variable a cell, each shown in its own element. */

import { Runtime } from "@observablehq/runtime";
import { type CellObserver, define } from "observable:runtime/define";
import { clear, observe } from "observable:runtime/display";
import type { CompiledCell } from "./compiled.ts";

/** What a running cell is doing, for the page to show. */
export type CellState = "waiting" | "done" | "failed";

/** A notebook that runs. */
export interface RunningNotebook {
  /** Starts a cell inside an element. */
  start(cell: CompiledCell, root: HTMLDivElement): void;
  /** Stops every cell; what they hold is released. */
  dispose(): void;
}

/** What running needs. */
export interface RunOptions {
  /** What cells can name, by name. */
  readonly library: Record<string, unknown>;
  /** Told whenever a cell starts to wait, has its value, or throws. */
  readonly onState?: (id: number, state: CellState) => void;
  /** Returns the element that shows what a cell threw. */
  readonly showError: (error: unknown) => Element;
}

/** Returns a runtime for one notebook's cells. */
export function runNotebook({ library, onState, showError }: RunOptions): RunningNotebook {
  const runtime = new Runtime(library);
  const main = runtime.module();
  return {
    start(cell, root) {
      const { definition } = cell;
      if (!definition) return;
      const tell = (state: CellState): void => onState?.(cell.id, state);
      define(
        main,
        { root, expanded: [], variables: [] },
        definition,
        (state, own): CellObserver => {
          const shown = observe(state, own);
          let failed = false;
          return {
            _node: shown._node,
            pending() {
              if (failed) clear(state);
              failed = false;
              tell("waiting");
              shown.pending();
            },
            fulfilled(value) {
              if (failed) clear(state);
              failed = false;
              tell("done");
              shown.fulfilled(value);
            },
            rejected(error) {
              failed = true;
              tell("failed");
              clear(state);
              root.append(showError(error));
            },
          };
        },
      );
    },
    dispose() {
      runtime.dispose();
    },
  };
}
