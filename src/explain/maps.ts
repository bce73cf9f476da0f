/** What one feature map says in a few numbers. */

import { extent, maxIndex, mean, quantile } from "d3";

/** A feature map in words' reach. */
export interface MapSummary {
  readonly mean: number;
  readonly largest: { readonly value: number; readonly row: number; readonly column: number };
}

/** Returns a map's mean and its largest activation with its cell; `width` is the map's columns. */
export function summariseMap(values: Float32Array, width: number): MapSummary {
  const at = Math.max(0, maxIndex(values));
  return {
    mean: mean(values) ?? 0,
    largest: { value: values[at] ?? 0, row: Math.floor(at / width), column: at % width },
  };
}

/** The activations that one colour scale spans. */
export interface ActivationRange {
  readonly low: number;
  readonly high: number;
  /** The largest activation there is, at or above `high`. */
  readonly largest: number;
}

/**
 * Returns the range that one colour scale needs to serve all the maps: from the smallest activation to the
 * one that half a percent lie above, so that a single bright cell does not darken the rest.
 */
export function activationRange(maps: readonly Float32Array[]): ActivationRange {
  if (maps.length === 0) return { low: 0, high: 1, largest: 0 };
  const ends = maps.map((map) => extent(map));
  const low = Math.min(...ends.map(([least]) => least ?? 0));
  const largest = Math.max(...ends.map(([, most]) => most ?? 0));
  if (low === largest) return { low, high: low + 1, largest };
  const high = quantile(sampled(maps), 0.995) ?? largest;
  return { low, high: high > low ? high : largest, largest };
}

/** At most about 20,000 of the values: a quantile of more would cost a frame and say the same. */
function sampled(maps: readonly Float32Array[]): number[] {
  const total = maps.reduce((sum, map) => sum + map.length, 0);
  const step = Math.max(1, Math.floor(total / 20_000));
  return maps.flatMap((map) => Array.from(map.filter((_, i) => i % step === 0)));
}
