/** What all channel weights of one layer say together. */

import { deviation, max, mean, min } from "d3";
import type { ChannelReference, ChannelWeights } from "../trace/index.ts";

/** The neutral channel weight: σ(0), what the excitation gives when no hidden unit speaks. */
export const neutralWeight = 0.5;

/** Weights all within this distance of neutral look as if the excitation had never been trained. */
const nearNeutral = 0.05;
/** Weights all above this leave every channel as it was. */
const nearOne = 0.95;
/** A usual deviation below this counts as none: a difference can't be measured in it. */
const leastDeviation = 1e-6;

/** How an SE layer stands: at work, all near neutral (never trained), or all near 1 (changes nothing). */
export type Standing = "working" | "neutral" | "open";

/** The channel weights of one layer in a few numbers. */
export interface ChannelStatistics {
  readonly channels: number;
  /** Mean of s over the channels. */
  readonly mean: number;
  /** Standard deviation of s over the channels; 0 for a single one. */
  readonly spread: number;
  readonly smallest: number;
  readonly largest: number;
  /** How many channels are above and below the neutral weight; one exactly on it is neither. */
  readonly above: number;
  readonly below: number;
  readonly standing: Standing;
  /** How many channels are more than two of their usual deviations from their usual mean; undefined without a reference. */
  readonly unusual: number | undefined;
}

/** Returns the statistics of a layer's channel weights, against what is usual where that is known. */
export function channelStatistics(
  { excitation: s }: ChannelWeights,
  reference?: ChannelReference,
): ChannelStatistics {
  const smallest = min(s) ?? neutralWeight;
  const largest = max(s) ?? neutralWeight;
  return {
    channels: s.length,
    mean: mean(s) ?? neutralWeight,
    spread: deviation(s) ?? 0,
    smallest,
    largest,
    above: s.filter((weight) => weight > neutralWeight).length,
    below: s.filter((weight) => weight < neutralWeight).length,
    standing: standing(smallest, largest),
    unusual: reference && weightDifferences(s, reference).filter((d) => Math.abs(d) > 2).length,
  };
}

function standing(smallest: number, largest: number): Standing {
  if (smallest > nearOne) return "open";
  if (smallest > neutralWeight - nearNeutral && largest < neutralWeight + nearNeutral) {
    return "neutral";
  }
  return "working";
}

/**
 * Returns how far each channel weight is from its usual mean, in its usual standard deviations, length C;
 * 0 where it has never varied.
 */
export function weightDifferences(s: Float32Array, reference: ChannelReference): Float32Array {
  return s.map((weight, channel) => {
    const usual = reference.deviation[channel] ?? 0;
    return usual < leastDeviation ? 0 : (weight - (reference.mean[channel] ?? weight)) / usual;
  });
}
