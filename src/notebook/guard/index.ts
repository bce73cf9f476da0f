/** The door of the guard: what keeps an endless loop in a cell from freezing the page for good. */

export { LoopGuard, StoppedError, type LoopGuardOptions } from "./loop-guard.ts";
export { RunMarks, pageMarks, type MarksOptions, type MarkStorage } from "./marks.ts";
