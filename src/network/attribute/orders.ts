/**
 * Shapley values by sampling orders of the channels: Castro, Gómez, Tejada, "Polynomial calculation of the Shapley
 * value based on sampling" (2009), and Štrumbelj, Kononenko, "Explaining prediction models and individual
 * predictions with feature contributions" (2014). Every order is also walked backwards: Mitchell, Cooper, Frank,
 * Holmes, "Sampling permutations for Shapley value estimation" (2022, arXiv 2104.12199).
 */

import { randomNumbers, seedOf } from "../../trace/index.ts";

/** What was added up over pairs of an order and its reverse. */
export interface Moments {
  /** How many pairs. */
  readonly pairs: number;
  /** For each player the sum of the pairs' means, and the sum of their squares. */
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

/** What the value is after nobody, the first player, the first two … */
export type Values = ArrayLike<number>;

/** Returns the moments of no order. */
export function noMoments(players: number): Moments {
  return { pairs: 0, sums: new Float64Array(players), squares: new Float64Array(players) };
}

/** Returns the moments of both. */
export function addMoments(a: Moments, b: Moments): Moments {
  return {
    pairs: a.pairs + b.pairs,
    sums: a.sums.map((sum, c) => sum + (b.sums[c] ?? 0)),
    squares: a.squares.map((square, c) => square + (b.squares[c] ?? 0)),
  };
}

/**
 * Returns a random order of 0 … players − 1 (Fisher and Yates): the same for the same seed and pair, whatever
 * else was drawn, so that pairs can be computed anywhere and in any slices.
 */
export function orderOf(
  players: number,
  { seed, pair }: { readonly seed: number; readonly pair: number },
): Uint32Array {
  const next = randomNumbers(seedOf(String(pair), seed));
  const order = Uint32Array.from({ length: players }, (_, c) => c);
  for (let last = players - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}

/**
 * Returns the moments of one pair: what the value is after each further player of the order and of its reverse,
 * each players + 1 numbers from nobody to all.
 */
export function momentsOf(
  order: Uint32Array,
  { forward, backward }: { readonly forward: Values; readonly backward: Values },
): Moments {
  const sums = new Float64Array(order.length);
  const last = order.length - 1;
  order.forEach((player, k) => {
    const there = (forward[k + 1] ?? NaN) - (forward[k] ?? NaN);
    const back = (backward[last - k + 1] ?? NaN) - (backward[last - k] ?? NaN);
    sums[player] = (there + back) / 2;
  });
  return { pairs: 1, sums, squares: sums.map((mean) => mean * mean) };
}

/** Shapley values with their standard errors, which are infinite before the second pair. */
export interface Estimate {
  readonly values: Float32Array;
  readonly errors: Float32Array;
  /** The largest of the errors. */
  readonly most: number;
}

/** Returns what the moments say: each player's mean, and the standard error of it over independent pairs. */
export function estimateOf({ pairs, sums, squares }: Moments): Estimate {
  const values = Float32Array.from(sums, (sum) => (pairs > 0 ? sum / pairs : 0));
  const errors = Float32Array.from(sums, (sum, c) => {
    if (pairs < 2) return Infinity;
    const spread = ((squares[c] ?? 0) - (sum * sum) / pairs) / (pairs - 1);
    return Math.sqrt(Math.max(spread, 0) / pairs);
  });
  return { values, errors, most: errors.reduce((most, error) => Math.max(most, error), 0) };
}
