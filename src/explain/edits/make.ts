/** Makes changes whose numbers are as they are kept, so that what is saved is what was run. */

import { ReadableError, type Trace } from "../../trace/index.ts";
import { neutralWeight } from "../statistics.ts";
import type { Change, Reach } from "./change.ts";
import { packNumbers, rounded } from "./pack.ts";

/** Returns the change that sets channels to a number, or each to one of its own; kept to three decimals. */
export function setTo(reach: Reach, to: number | readonly number[]): Change {
  return { ...reach, kind: "set", to: typeof to === "number" ? rounded(to) : to.map(rounded) };
}

/** Returns the change that sets channels to 0: their maps do not pass. */
export function mute(reach: Reach): Change {
  return setTo(reach, 0);
}

/** Returns the change that sets channels to σ(0) = 0.5, what the excitation gives when no hidden unit speaks. */
export function neutral(reach: Reach): Change {
  return setTo(reach, neutralWeight);
}

/** Returns the change that multiplies channels by a number; kept to three decimals. */
export function scaleBy(reach: Reach, by: number): Change {
  return { ...reach, kind: "scale", by: rounded(by) };
}

/**
 * Returns the change that gives channels the mean weights of some traces: of one, its own ("frozen to",
 * "swapped with"). Kept in 65,535 steps. Throws a ReadableError where there is none, or a trace's layer is
 * of another width.
 */
export function takeFrom(
  reach: Reach,
  traces: readonly Trace[],
  { count }: { readonly count: number },
): Change {
  const all = traces.map((trace) => trace.channelWeights(reach.layer).excitation);
  const odd = all.find(({ length }) => length !== count);
  if (all.length === 0 || odd) {
    throw new ReadableError({
      what: `The channel weights of ${reach.layer} can't be taken from there`,
      expected: `${String(count)} numbers`,
      found: odd ? String(odd.length) : "no trace",
    });
  }
  const channels = reach.channels ?? Array.from({ length: count }, (_, channel) => channel);
  const means = channels.map(
    (channel) => all.reduce((sum, s) => sum + (s[channel] ?? 0), 0) / all.length,
  );
  const [first] = traces;
  const from =
    traces.length === 1
      ? (first?.photo.name ?? "")
      : `the mean of ${String(traces.length)} photographs`;
  return { ...reach, kind: "take", from, numbers: packNumbers(means) };
}
