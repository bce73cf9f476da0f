/** Steps of a waterfall: one attribution's numbers in order, adding up from the base to the value. */

import { type Attribution, type LayerKey, ReadableError } from "../trace/index.ts";

/** One step: a channel, or the rest together. */
export interface WaterfallStep {
  /** One channel, or all that have no step of their own. */
  readonly channels: readonly number[];
  /** What it adds, in the target's unit. */
  readonly value: number;
  /** Where it begins and ends. */
  readonly start: number;
  readonly end: number;
}

/** A number as a sum. */
export interface Waterfall {
  readonly layer: LayerKey;
  /** Where the first step begins: the value without any channel. */
  readonly base: number;
  /** The largest in size first, the rest last. */
  readonly steps: readonly WaterfallStep[];
  /** Where the last step ends: the base and all numbers added up. */
  readonly sum: number;
  /** The target's value in the trace, which the sum differs from by no more than the method's error. */
  readonly value: number;
}

/**
 * Returns the steps of one layer's numbers, `most` channels with steps of their own (all where it is left out) and
 * one step for the rest. Throws a ReadableError where the attribution has no such layer, or is no sum.
 */
export function waterfall(
  { layers, base, value, method }: Attribution,
  { layer, most = Infinity }: { readonly layer: LayerKey; readonly most?: number },
): Waterfall {
  const numbers = layers.get(layer);
  const start = base?.get(layer);
  if (!numbers || start === undefined) {
    throw new ReadableError({
      what: `The numbers of ${method} at ${layer} don't add up to the value`,
      expected: `exact credits or Shapley values, at one of ${[...layers.keys()].join(", ")}`,
    });
  }
  const sorted = Array.from(numbers, (number, channel) => ({ number, channel })).sort(
    (a, b) => Math.abs(b.number) - Math.abs(a.number),
  );
  const own = sorted.slice(0, most).map(({ number, channel }) => ({ channels: [channel], number }));
  const others = sorted.slice(most);
  const rest = {
    channels: others.map(({ channel }) => channel).sort((a, b) => a - b),
    number: others.reduce((sum, { number }) => sum + number, 0),
  };
  let end = start;
  const steps = [...own, ...(others.length > 0 ? [rest] : [])].map(({ channels, number }) => ({
    channels,
    value: number,
    start: end,
    end: (end += number),
  }));
  return { layer, base: start, steps, sum: end, value };
}
