/** Checks that a cell gave a detection where one is wanted. */

import { type Detection, ReadableError } from "../../trace/index.ts";

/** Throws a ReadableError where the value is no detection; `call` shows how it should be given. */
export function checkDetection(value: unknown, call: string): asserts value is Detection {
  if (typeof value === "object" && value !== null && "anchor" in value && "cell" in value) return;
  throw new ReadableError({
    what: "A detection is needed here",
    expected: `${call}, or one that is selected in Detections(trace)`,
    found: value === null || value === undefined ? "none: nothing is selected" : typeof value,
  });
}
