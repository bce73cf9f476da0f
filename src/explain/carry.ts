/** How few channels a detection's confidence stands on, worked out from what Detect read. */

import { type Evidence, type LayerKey, evidenceValue } from "../trace/index.ts";
import { creditOf } from "./credit.ts";
import { largestFirst } from "./where/order.ts";

/** Some channels, and what the confidence is with them changed. */
export interface ChannelSet {
  /** In the order of their credit, the largest first. */
  readonly channels: readonly number[];
  /** The confidence, in (0, 1). */
  readonly confidence: number;
}

/** What a detection's confidence stands on, at the SE layer that its head reads. */
export interface Carried {
  readonly layer: LayerKey;
  /** How many channels the layer has. */
  readonly of: number;
  /** The confidence as it is. */
  readonly whole: number;
  /** The confidence that has to be kept: half of the whole, and enough to be shown. */
  readonly bar: number;
  /** The confidence with every channel of the layer absent. */
  readonly nothing: number;
  /** The fewest channels that keep the bar while all others are absent; undefined where nothing has to be kept. */
  readonly enough: ChannelSet | undefined;
  /** The fewest channels whose absence alone loses the bar; undefined where not even all of them do. */
  readonly needed: ChannelSet | undefined;
}

/** What absent means, and when a detection is lost. */
export interface CarriedOptions {
  /** s of an absent channel: 0, or 0.5 for neutral. */
  readonly absent: number;
  /** Least confidence of a detection that is shown; 0.25 where it is left out. */
  readonly shown?: number;
}

/**
 * Returns the smallest sets of channels, taken in the order of their exact credits, that carry a detection's
 * confidence: those that are enough for at least half of it, and those without which it is below half or not
 * shown. The order is the credits' own, so that another set of the same size may do as well or better.
 */
export function carriedBy(evidence: Evidence, { absent, shown = 0.25 }: CarriedOptions): Carried {
  const { layer, channelWeights: s } = evidence;
  const confidence = (weights: Float32Array): number =>
    evidenceValue(evidence, { target: "confidence", channelWeights: weights });
  const credit = creditOf(evidence, "confidence");
  const order = largestFirst(credit.layers.get(layer) ?? []);
  const gone = s.map(() => absent);
  const bar = Math.max(credit.value / 2, Math.min(shown, credit.value));
  const first = (from: Float32Array, to: Float32Array, done: (now: number) => boolean) => {
    const weights = from.slice();
    for (const [k, channel] of order.entries()) {
      weights[channel] = to[channel] ?? absent;
      const now = confidence(weights);
      if (done(now)) return { channels: order.slice(0, k + 1), confidence: now };
    }
    return undefined;
  };
  const nothing = confidence(gone);
  return {
    ...{ layer, of: s.length, whole: credit.value, bar, nothing },
    enough: nothing >= bar ? undefined : first(gone, s, (now) => now >= bar),
    needed: first(s, gone, (now) => now < bar),
  };
}
