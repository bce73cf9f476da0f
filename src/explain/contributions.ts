/** Where one channel weight comes from: what each hidden unit adds to it. */

import { type ChannelWeights, ReadableError, type SELayer } from "../trace/index.ts";
import { gateOf } from "./gate.ts";

/** What one hidden unit adds to a channel's logit. */
export interface Contribution {
  readonly unit: number;
  /** W2[channel, unit] · h[unit]. */
  readonly value: number;
}

/** A channel weight taken apart. */
export interface ChannelContributions {
  /** One term a hidden unit, the largest in size first. */
  readonly terms: readonly Contribution[];
  /** The layer's bias, 0 where it has none. */
  readonly bias: number;
  /** The logit: the sum of the terms and the bias. */
  readonly sum: number;
  /** s = σ(sum), in (0, 1), or what the layer's own gate makes of it. */
  readonly weight: number;
}

/**
 * Returns the terms of one channel's weight, s[c] = σ(Σ W2[c, k] · h[k]), as the excitation of
 * arXiv 1709.01507 computes it. Throws a ReadableError for a channel that the layer has not.
 */
export function contributions(
  layer: SELayer,
  { hidden }: ChannelWeights,
  channel: number,
): ChannelContributions {
  if (!Number.isInteger(channel) || channel < 0 || channel >= layer.channels) {
    throw new ReadableError({
      what: `Layer ${layer.key} has no channel ${String(channel)}`,
      expected: `whole numbers from 0 to ${String(layer.channels - 1)}`,
    });
  }
  const row = channel * layer.hidden;
  const values = Array.from(hidden, (h, unit) => (layer.second[row + unit] ?? 0) * h);
  const bias = layer.secondBias?.[channel] ?? 0;
  const sum = values.reduce((total, value) => total + value, bias);
  return {
    terms: values
      .map((value, unit) => ({ unit, value }))
      .sort((a, b) => Math.abs(b.value) - Math.abs(a.value)),
    bias,
    sum,
    weight: gateOf(layer.gate, sum),
  };
}
