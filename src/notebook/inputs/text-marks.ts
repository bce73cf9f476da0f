/** A text → its line numbers, and where its wrong line stands. */

import type { ReadableError } from "../../trace/index.ts";

/** A line that something is wrong with. */
export interface WrongLine {
  /** In pixels below the first line's top. */
  readonly top: number;
  /** How many characters it has. */
  readonly characters: number;
  /** Returns what stands behind the line: what was expected and found, or all that is known. */
  says(problem: ReadableError | undefined): string;
}

/** What is drawn around a text. */
export interface TextMarks {
  readonly lineHeight: number;
  readonly count: number;
  /** One number a line. */
  readonly numbers: string;
  readonly wrong: WrongLine | undefined;
  /** Returns where a line, from 1, begins and ends in the text; the nearest where there is no such line. */
  at(line: number): { readonly from: number; readonly to: number };
}

const lineHeight = 18;

/** Returns the marks of a text; `wrong` is the line, from 1, that something is wrong with. */
export function textMarks(text: string, wrong: number | undefined): TextMarks {
  const lines = text.split("\n");
  const clamp = (line: number): number => Math.min(Math.max(1, line), lines.length);
  const at = wrong === undefined ? undefined : clamp(wrong);
  return {
    ...{ lineHeight, count: lines.length },
    numbers: lines.map((_, i) => String(i + 1)).join("\n"),
    wrong: at === undefined ? undefined : wrongLine(lines[at - 1] ?? "", at),
    at(line) {
      const before = lines.slice(0, clamp(line) - 1);
      const from = before.reduce((sum, one) => sum + one.length + 1, 0);
      return { from, to: from + (lines[clamp(line) - 1]?.length ?? 0) };
    },
  };
}

function wrongLine(line: string, number: number): WrongLine {
  return {
    top: (number - 1) * lineHeight,
    characters: line.length,
    says: (problem) => {
      const { what = "", expected, found } = problem?.parts ?? {};
      // What was found first: the rest may be cut off at the edge.
      const parts = [found && `found ${found}`, expected && `expected ${expected}`];
      return parts.filter(Boolean).join(", ") || what;
    },
  };
}
