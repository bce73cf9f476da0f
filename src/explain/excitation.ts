/** The two sums of the excitation, written out term by term. */

import { type ChannelWeights, ReadableError, type SELayer } from "../trace/index.ts";

/** One product of a dot product. */
export interface Term {
  /** Which element of the vector it belongs to: a channel of z, or a hidden unit of h. */
  readonly index: number;
  /** The parameter: an element of W1 or W2. */
  readonly parameter: number;
  /** What it is multiplied with: z_c or h_k. */
  readonly factor: number;
  /** parameter · factor. */
  readonly value: number;
}

/** A dot product taken apart. */
export interface DotProduct {
  /** Every term, the largest in size first. */
  readonly terms: readonly Term[];
  /** The layer's bias, 0 where it has none. */
  readonly bias: number;
  /** Of the terms and the bias. */
  readonly sum: number;
}

/**
 * Returns a hidden unit's sum before ReLU, Σ_c W1[unit, c] · z_c (arXiv 1709.01507, equation 3), term by term.
 * Throws a ReadableError for a unit that the layer has not.
 */
export function hiddenSum(layer: SELayer, { squeeze }: ChannelWeights, unit: number): DotProduct {
  check(unit, { layer, noun: "hidden unit", count: layer.hidden });
  return dotProduct(layer.first, { row: unit, vector: squeeze, bias: layer.firstBias });
}

/**
 * Returns a channel's sum before the sigmoid, Σ_k W2[channel, k] · h_k, term by term.
 * Throws a ReadableError for a channel that the layer has not.
 */
export function channelSum(
  layer: SELayer,
  { hidden }: ChannelWeights,
  channel: number,
): DotProduct {
  check(channel, { layer, noun: "channel", count: layer.channels });
  return dotProduct(layer.second, { row: channel, vector: hidden, bias: layer.secondBias });
}

/** Returns every hidden unit's sum before ReLU, length C / r. */
export function hiddenSums(layer: SELayer, { squeeze }: ChannelWeights): Float64Array {
  return product(layer.first, squeeze, { rows: layer.hidden, bias: layer.firstBias });
}

/** Returns every channel's sum before the sigmoid, length C. */
export function channelSums(layer: SELayer, { hidden }: ChannelWeights): Float64Array {
  return product(layer.second, hidden, { rows: layer.channels, bias: layer.secondBias });
}

/** A dot product as it is read: the largest terms by name, the others added up. */
export interface ShortSum {
  readonly named: readonly Term[];
  /** How many terms are not named, and their sum. */
  readonly others: { readonly count: number; readonly sum: number };
}

/** Returns a dot product with its `count` largest terms named and the rest summed. */
export function shortSum({ terms }: DotProduct, { count }: { readonly count: number }): ShortSum {
  const rest = terms.slice(count);
  return {
    named: terms.slice(0, count),
    others: { count: rest.length, sum: rest.reduce((sum, { value }) => sum + value, 0) },
  };
}

function dotProduct(
  matrix: Float32Array,
  {
    row,
    vector,
    bias: biases,
  }: {
    readonly row: number;
    readonly vector: Float32Array;
    readonly bias: Float32Array | undefined;
  },
): DotProduct {
  const bias = biases?.[row] ?? 0;
  const terms = Array.from(vector, (factor, index): Term => {
    const parameter = matrix[row * vector.length + index] ?? 0;
    return { index, parameter, factor, value: parameter * factor };
  });
  return {
    bias,
    sum: terms.reduce((sum, { value }) => sum + value, bias),
    terms: terms.sort((a, b) => Math.abs(b.value) - Math.abs(a.value)),
  };
}

function product(
  matrix: Float32Array,
  vector: Float32Array,
  { rows, bias }: { readonly rows: number; readonly bias: Float32Array | undefined },
): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) =>
    vector.reduce(
      (sum, factor, i) => sum + factor * (matrix[row * vector.length + i] ?? 0),
      bias?.[row] ?? 0,
    ),
  );
}

function check(
  index: number,
  {
    layer,
    noun,
    count,
  }: { readonly layer: SELayer; readonly noun: string; readonly count: number },
): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw new ReadableError({
    what: `Layer ${layer.key} has no ${noun} ${String(index)}`,
    expected: `whole numbers from 0 to ${String(count - 1)}`,
  });
}
