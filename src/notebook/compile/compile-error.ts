/** What is wrong with a cell's source, and where. */

import { ReadableError } from "../../trace/index.ts";

/** A place in a cell's own source. */
export interface SourcePlace {
  /** From 1. */
  readonly line: number;
  /** From 0, in UTF-16 units, as the editor counts. */
  readonly column: number;
  /** Offsets in the source; `to` is at least `from`. */
  readonly from: number;
  readonly to: number;
}

/** A mistake in a cell's source. Its sentence says what is wrong and, where the place is known, its line. */
export class CompileError extends ReadableError {
  /** Where it is; undefined for what concerns the whole cell. */
  readonly place: SourcePlace | undefined;

  constructor(
    parts: ConstructorParameters<typeof ReadableError>[0],
    { place, cause }: { readonly place?: SourcePlace | undefined; readonly cause?: unknown } = {},
  ) {
    super(parts, { cause });
    this.place = place;
  }
}

/** Returns the place of an offset range in a source. */
export function placeAt(source: string, from: number, to = from + 1): SourcePlace {
  const start = Math.max(0, Math.min(from, source.length));
  const before = source.slice(0, start).split("\n");
  return {
    line: before.length,
    column: before.at(-1)?.length ?? 0,
    from: start,
    to: Math.max(start, Math.min(to, source.length)),
  };
}

/** Returns the place of a line (from 1) and a column (from 0), to the end of the word that begins there. */
export function placeOf(source: string, line: number, column: number): SourcePlace {
  const lines = source.split("\n");
  const above = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const from = above + Math.min(Math.max(0, column), lines[line - 1]?.length ?? 0);
  const word = /^[\w$]+/.exec(source.slice(from))?.[0].length ?? 1;
  return placeAt(source, from, from + word);
}
