/** `carriedBy`: the few channels that a detection's confidence stands on. */

import { type Carried, type CarriedOptions, carriedBy } from "../../explain/index.ts";
import { type Attributions, ReadableError } from "../../trace/index.ts";

/**
 * Returns what a detection's confidence stands on, by what `attribute` answered; s of an absent channel is 0 where
 * it is left out. Throws a ReadableError for anything else, for an s that is no number from 0 to 1, and where
 * Detect reads no SE layer there.
 */
export function cellCarriedBy(
  attributions: Attributions,
  { absent = 0, ...options }: Partial<CarriedOptions> = {},
): Carried {
  const given: unknown = attributions;
  if (typeof given !== "object" || given === null || !("byMethod" in given)) {
    throw new ReadableError({
      what: "carriedBy works on attributions",
      expected:
        "carriedBy(attributed), with const attributed = attribute(trace, trace.detections[0]) in a cell of its own",
      found: given === undefined || given === null ? "nothing" : typeof given,
    });
  }
  if (!(absent >= 0 && absent <= 1)) {
    throw new ReadableError({
      what: "s of an absent channel",
      expected: "a number from 0 to 1: 0 switches it off, 0.5 is neutral",
      found: String(absent),
    });
  }
  const { evidence, missing } = attributions;
  if (evidence) return carriedBy(evidence, { absent, ...options });
  throw new ReadableError({
    what: missing.get("credit") ?? "There is no exact credit for this detection",
    todo: "Select a detection whose head reads an SE layer",
  });
}
