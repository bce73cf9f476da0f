/** Which channels SE raised and lowered most. */

import { type LayerKey, ReadableError, type Trace } from "../trace/index.ts";
import { findSELayer } from "./layers.ts";
import { neutralWeight, weightDifferences } from "./statistics.ts";

/** One channel with what it is ranked by. */
export interface RankedChannel {
  readonly channel: number;
  /** s, in (0, 1). */
  readonly weight: number;
  /** s less its usual mean, in its usual standard deviations; undefined where nobody measured what is usual. */
  readonly difference: number | undefined;
}

/**
 * Returns every channel of an SE layer, the highest first; equal ones stay in channel order.
 * Throws a ReadableError where the layer has no channel weights, or no reference to differ from.
 */
export function rankChannels(
  trace: Trace,
  layer: LayerKey,
  { by }: { readonly by: "weight" | "difference" },
): RankedChannel[] {
  const { key, reference } = findSELayer(trace.model, layer);
  if (by === "difference" && !reference) {
    throw new ReadableError({
      what: `What the channel weights of ${key} usually are was not measured`,
      todo: "Rank by weight, or load a network exported with a reference",
    });
  }
  const { excitation } = trace.channelWeights(key);
  const differences = reference && weightDifferences(excitation, reference);
  const channels = Array.from(excitation, (weight, channel): RankedChannel => ({
    channel,
    weight,
    difference: differences?.[channel],
  }));
  const rank = ({ weight, difference }: RankedChannel): number =>
    by === "weight" ? weight : (difference ?? 0);
  return channels.sort((a, b) => rank(b) - rank(a));
}

/** The channels that stand out in one photograph. */
export interface StandoutChannels {
  /** Raised most, the highest first. */
  readonly raised: readonly number[];
  /** Lowered most, the lowest first. */
  readonly lowered: readonly number[];
  /** What they were compared with: each channel's usual mean, or the neutral weight. */
  readonly against: "reference" | "neutral";
}

/**
 * Returns the channels that were raised and lowered most, up to `count` of each and none twice: against
 * their usual means where these are known, else against the neutral weight. Throws as `rankChannels` does.
 */
export function standoutChannels(
  trace: Trace,
  layer: LayerKey,
  { count }: { readonly count: number },
): StandoutChannels {
  const { reference } = findSELayer(trace.model, layer);
  const ranked = rankChannels(trace, layer, { by: reference ? "difference" : "weight" });
  const moved = ({ weight, difference }: RankedChannel): number =>
    difference ?? weight - neutralWeight;
  return {
    raised: ranked
      .filter((channel) => moved(channel) > 0)
      .slice(0, count)
      .map(({ channel }) => channel),
    lowered: ranked
      .filter((channel) => moved(channel) < 0)
      .slice(-count)
      .reverse()
      .map(({ channel }) => channel),
    against: reference ? "reference" : "neutral",
  };
}
