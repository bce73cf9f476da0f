/** Makes a function of a cell's compiled source. */

import { CompileError } from "./compile-error.ts";
import { fileOf } from "./error-line.ts";
import { instrument } from "./instrument.ts";

/** What watches a cell's loops and functions (src/notebook/guard). */
export interface BodyGuard {
  /**
   * Called at the head of every function, and of loops as often as it wants to be: it returns how many turns of a
   * loop may go by before the next call. What it throws ends the cell.
   */
  readonly check: () => number;
}

/** Returns the function of a cell's body. Throws a CompileError where the browser can't read it. */
export function evaluate(
  body: string,
  { id, guard }: { readonly id: number; readonly guard: BodyGuard | undefined },
): (...given: never[]) => unknown {
  try {
    const watched = guard ? instrument(body) : { body, name: "_" };
    const text = `"use strict"; return (${watched.body});\n//# sourceURL=${fileOf(id)}`;
    const make = new Function(watched.name, text) as Make;
    return make(guard?.check);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CompileError({ what: `The code can't be read: ${why}` }, { cause });
  }
}

type Make = (check: (() => number) | undefined) => (...given: never[]) => unknown;
