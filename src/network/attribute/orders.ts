/**
 * Shapley values by sampling orders of the channels: Castro, Gómez, Tejada, "Polynomial calculation of the Shapley
 * value based on sampling" (2009), and Štrumbelj, Kononenko, "Explaining prediction models and individual
 * predictions with feature contributions" (2014). Every order is also walked backwards: Mitchell, Cooper, Frank,
 * Holmes, "Sampling permutations for Shapley value estimation" (2022, arXiv 2104.12199).
 */

/** What was added up over pairs of an order and its reverse. */
export interface Moments {
  /** How many pairs. */
  readonly pairs: number;
  /** For each player the sum of the pairs' means, and the sum of their squares. */
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

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
  const next = randomFrom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(pair + 1, 0x85ebca77));
  const order = Uint32Array.from({ length: players }, (_, c) => c);
  for (let last = players - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}

/**
 * Returns the moments of one pair. `walk` gives what the value is after each further player of an order, players
 * + 1 numbers from nobody to all.
 */
export function momentsOf(
  order: Uint32Array,
  walk: (order: Uint32Array) => ArrayLike<number>,
): Moments {
  const sums = new Float64Array(order.length);
  for (const one of [order, order.toReversed()]) {
    const values = walk(one);
    one.forEach((player, k) => {
      sums[player] = (sums[player] ?? 0) + ((values[k + 1] ?? NaN) - (values[k] ?? NaN)) / 2;
    });
  }
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

/** Returns numbers in [0, 1) that are the same for the same seed (Steele, Lea, Flood: SplitMix, 32 bits). */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
