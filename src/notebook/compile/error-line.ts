/** Tells the line of a cell's source from what it threw. */

import type { CompiledCell } from "../compiled.ts";

/** Lines that `new Function` writes before a body. */
const linesOfFunction = 2;

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

/** Returns what a cell's function is called in stacks. */
export function fileOf(id: number): string {
  return `cell-${String(id)}.js`;
}
