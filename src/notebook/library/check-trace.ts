/** Checks that a cell gave a trace where one is wanted. */

import { ReadableError, type Trace } from "../../trace/index.ts";

/** Throws a ReadableError where the value is no trace; `call` shows how it should be given. */
export function checkTrace(value: unknown, call: string): asserts value is Trace {
  if (typeof value === "object" && value !== null && "channelWeights" in value) return;
  throw new ReadableError({
    what: "A trace is needed here",
    expected: `${call}, with const trace = inspect(photo) in a cell of its own`,
    found: value === undefined ? "nothing" : typeof value,
  });
}
