/** Follows a cell's function and its outputs in the runtime, and shows what comes of them. */

import type { VariableObserver } from "@observablehq/runtime";
import type { CellObserver } from "observable:runtime/define";
import { clear } from "observable:runtime/display";
import type { RunningCell } from "./running-cell.ts";

/** Who is told. */
export interface Told {
  /** Called when what the cell is doing may have changed. */
  tell(): void;
  /** Returns the element that shows what was thrown. */
  errorOf(error: unknown): Element;
}

/** Returns what follows a cell's function and shows what it gives or throws. */
export function observeCell(
  entry: RunningCell,
  shown: CellObserver,
  { tell, errorOf }: Told,
): CellObserver {
  const { life, root } = entry;
  let failed = false;
  const unlessOver = (act: () => void): void => {
    if (life.over) return;
    act();
    tell();
  };
  const clearError = (): void => {
    if (failed) clear(life.state);
    failed = false;
  };
  return {
    _node: shown._node,
    pending: () => {
      life.run++;
      unlessOver(() => {
        clearError();
        life.body = "waiting";
        shown.pending();
      });
    },
    fulfilled: (value) => {
      unlessOver(() => {
        clearError();
        life.body = "done";
        if (entry.cell.definition?.output !== undefined) {
          life.outputs.set(entry.cell.definition.output, "done");
        }
        shown.fulfilled(value);
      });
    },
    rejected: (error) => {
      unlessOver(() => {
        failed = true;
        life.body = "failed";
        clear(life.state);
        root.append(errorOf(error));
      });
    },
  };
}

/**
 * Returns what follows one output of a cell. Its own mistake, as a name defined twice, stands below what the cell
 * shows, until it is over.
 */
export function observeOutput(
  entry: RunningCell,
  name: string,
  { tell, errorOf }: Told,
): VariableObserver {
  const { life } = entry;
  const come = (to: "pending" | "done" | "failed", error?: unknown): void => {
    if (life.over) return;
    life.outputs.set(name, to);
    if (to !== "pending") {
      life.problem?.remove();
      life.problem = undefined;
    }
    if (to === "failed" && life.body !== "failed") {
      life.problem = errorOf(error);
      entry.root.append(life.problem);
    }
    tell();
  };
  return {
    pending: () => {
      come("pending");
    },
    fulfilled: () => {
      come("done");
    },
    rejected: (error) => {
      come("failed", error);
    },
  };
}
