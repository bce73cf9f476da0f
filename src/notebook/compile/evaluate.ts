/** Makes a function of a cell's compiled source, and tells lines of its source from what it throws. */

import type { CompiledCell } from "../compiled.ts";
import { CompileError } from "./compile-error.ts";

/** What puts checks into a cell's function, so that an endless loop in it can be stopped (src/notebook/guard). */
export interface BodyGuard {
  /** Returns a function's source with calls of `name` put in; lines stay where they are. */
  instrument(body: string): { readonly body: string; readonly name: string };
  /** What these calls call: it returns how many turns of a loop may go by before the next call. */
  readonly check: () => number;
}

/** Lines that `new Function` writes before a body. */
const linesOfFunction = 2;

/** Returns the function of a cell's body. Throws a CompileError where the browser can't read it. */
export function evaluate(
  body: string,
  { id, guard }: { readonly id: number; readonly guard: BodyGuard | undefined },
): (...given: never[]) => unknown {
  try {
    const watched = guard ? guard.instrument(body) : { body, name: "_" };
    const text = `"use strict"; return (${watched.body});\n//# sourceURL=${fileOf(id)}`;
    const make = new Function(watched.name, text) as Make;
    return make(guard?.check);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CompileError({ what: `The code can't be read: ${why}` }, { cause });
  }
}

type Make = (check: (() => number) | undefined) => (...given: never[]) => unknown;

/** Returns the line, from 1, of a cell's source that threw; undefined where that can't be told. */
export function lineOf(
  error: unknown,
  { id, source, linesBefore }: Pick<CompiledCell, "id" | "source" | "linesBefore">,
): number | undefined {
  if (!(error instanceof Error) || linesBefore === undefined) return undefined;
  const frame = new RegExp(`\\b${fileOf(id).replace(".", "\\.")}:(\\d+):\\d+`).exec(
    error.stack ?? "",
  );
  if (!frame) return undefined;
  const line = Number(frame[1]) - linesOfFunction - linesBefore;
  return line >= 1 && line <= source.split("\n").length ? line : undefined;
}

function fileOf(id: number): string {
  return `cell-${String(id)}.js`;
}
