/** A trace and one of its SE layers → every number of the block, and which of them are looked at. */

import { channelSums, findSELayer, hiddenSums, standoutChannels } from "../../explain/index.ts";
import type { ChannelWeights, LayerKey, SELayer, Trace } from "../../trace/index.ts";

/** One SE layer's numbers for one photograph. */
export interface Block {
  readonly layer: SELayer;
  /** z, h and s. */
  readonly weights: ChannelWeights;
  /** Σ W1 z, before ReLU, one a hidden unit. */
  readonly hiddenSums: Float64Array;
  /** Σ W2 h, before the sigmoid, one a channel. */
  readonly channelSums: Float64Array;
  /** The channel and the hidden unit to begin with: raised most, and largest. */
  readonly first: { readonly channel: number; readonly unit: number };
}

/** Returns the block of a layer. Throws a ReadableError where the layer is not an SE layer. */
export function blockOf(trace: Trace, key: LayerKey): Block {
  const layer = findSELayer(trace.model, key);
  const weights = trace.channelWeights(layer.key);
  const { raised, lowered } = standoutChannels(trace, layer.key, { count: 1 });
  return {
    layer,
    weights,
    hiddenSums: hiddenSums(layer, weights),
    channelSums: channelSums(layer, weights),
    first: {
      channel: raised[0] ?? lowered[0] ?? 0,
      unit: weights.hidden.indexOf(Math.max(...weights.hidden)),
    },
  };
}

/** Returns the file rows of a block: every channel, then every hidden unit. */
export function blockRows({ layer, weights, hiddenSums, channelSums }: Block): {
  readonly kind: string;
  readonly index: number;
  readonly squeeze: number | undefined;
  readonly sum: number;
  readonly output: number;
  readonly meanAfter: number | undefined;
}[] {
  const { squeeze, hidden, excitation } = weights;
  return [
    ...Array.from({ length: layer.channels }, (_, index) => ({
      kind: "channel",
      index,
      squeeze: squeeze[index] ?? 0,
      sum: channelSums[index] ?? 0,
      output: excitation[index] ?? 0,
      meanAfter: (squeeze[index] ?? 0) * (excitation[index] ?? 0),
    })),
    ...Array.from({ length: layer.hidden }, (_, index) => ({
      kind: "hidden unit",
      index,
      squeeze: undefined,
      sum: hiddenSums[index] ?? 0,
      output: hidden[index] ?? 0,
      meanAfter: undefined,
    })),
  ];
}
