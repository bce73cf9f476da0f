/** Turns what the parsers throw into sentences with a place in the cell's own source. */

import type { Node } from "acorn";
import { CompileError, type SourcePlace, placeAt, placeOf } from "./compile-error.ts";
import type { CellSource } from "./parts.ts";

/** What Notebook Kit writes before Markdown, HTML and TeX, up to the backtick, on the first line. */
const tags: Readonly<Record<string, string>> = { md: "md`", html: "htl.html`", tex: "tex.block`" };

/** Returns what Notebook Kit writes on the first line before a template's source. */
export function templateTag({ mode }: CellSource): string {
  return tags[mode] ?? "";
}

/** Returns what a parser threw as a CompileError; `shift` is what its first line has before the source's. */
export function asCompileError(thrown: unknown, cell: CellSource, shift = 0): CompileError {
  if (thrown instanceof RangeError || /not enough stack/i.test(String(thrown))) {
    return new CompileError(
      { what: "This cell is nested too deeply to be read", todo: "Take it apart" },
      { cause: thrown },
    );
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const numbers = /\s*\((\d+):(\d+)\)$/.exec(message);
  const text = numbers ? message.slice(0, numbers.index) : message;
  const place = numbers
    ? ownPlace(cell, { line: Number(numbers[1]), column: Number(numbers[2]), shift })
    : undefined;
  return mistake(text, place, thrown);
}

/** Returns the error of a cell that imports. */
export function importError(cell: CellSource, { start, end }: Node): CompileError {
  const place = cell.mode === "js" ? placeAt(cell.source, start, end) : undefined;
  return new CompileError(
    {
      what: `${place ? `Line ${String(place.line)}: a` : "A"} cell can't import`,
      expected: "names of the cell library, such as d3, Plot, Inputs, html or inspect",
      todo: "What a cell may name is in docs/cells.md",
    },
    { place },
  );
}

/** Returns a CompileError that begins with its place. */
function mistake(text: string, place: SourcePlace | undefined, cause: unknown): CompileError {
  const first = text.charAt(0).toLowerCase() + text.slice(1);
  const what = place
    ? `Line ${String(place.line)}, column ${String(place.column + 1)}: ${first}`
    : `The code can't be read: ${first}`;
  return new CompileError({ what: what.replace(/\.$/, "") }, { place, cause });
}

/** Returns a parser's place as one in the cell's source; undefined where TypeScript moved the lines. */
function ownPlace(
  { mode, source }: CellSource,
  { line, column, shift }: { line: number; column: number; shift: number },
): SourcePlace | undefined {
  if (mode === "ts") return undefined;
  return placeOf(source, line, line === 1 ? column - shift : column);
}
