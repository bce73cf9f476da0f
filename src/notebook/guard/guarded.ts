/** `guarded`: a function of a text that a reader wrote, whose endless loop does not freeze the page for good. */

import { evaluate } from "../compile/evaluate.ts";
import { ReadableError } from "../../trace/index.ts";
import type { LoopGuard } from "./loop-guard.ts";
import type { RunMarks } from "./marks.ts";

/** Makes a function as `new Function` does: names of its parameters, then the text of its body. */
export type Guarded = (...namesAndBody: string[]) => (...given: unknown[]) => unknown;

/** Longest text that is read, in characters. */
const longest = 100_000;

/**
 * Returns `guarded`. A text with a mistake throws a SyntaxError; one that the person stops throws a
 * StoppedError; one that an earlier page did not survive throws a ReadableError until it is changed.
 */
export function guardedWith(guard: LoopGuard, marks: RunMarks): Guarded {
  return (...namesAndBody) => {
    const names = namesAndBody.slice(0, -1);
    const text = namesAndBody.at(-1) ?? "";
    if (text.length > longest) throw new ReadableError({ what: "This text is too long to be run" });
    // Read as it is first, so that no text can close the function that it is put into.
    new Function(...names, text);
    const id = numberOf(text);
    const run = evaluate(`(${names.join(",")}) => {\n${text}\n}`, { id, guard: guard.forCell(id) });
    if (marks.switchedOff(texts).has(id)) throw fatal();
    return (...given) => marks.during({ notebook: texts, id }, () => run(...(given as never[])));
  };
}

/** Texts stand among the marks as the cells of a notebook of their own. */
const texts = "texts of readers";

function fatal(): ReadableError {
  return new ReadableError({
    what: "The page had to be closed while this text ran",
    todo: "Change it: a loop in it may have no end, or ask for too much memory",
  });
}

/** Returns a number that stands for a text (FNV-1a). */
function numberOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
