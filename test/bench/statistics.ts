/** Medians and ratios of paired runs: what a drifting machine leaves meaningful. */

/** Returns the middle value, the mean of the two middle ones of an even count, NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? NaN;
  const lower = sorted[Math.ceil(middle) - 1] ?? NaN;
  return (lower + upper) / 2;
}

/** Returns the smallest value that a share of all values, in 0..1, does not exceed; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/**
 * Returns first[i] / second[i] for every round that both have. Neighbours in time share the machine's
 * mood, so that their ratio keeps still where their times do not.
 */
export function pairwiseRatios(first: readonly number[], second: readonly number[]): number[] {
  return first.slice(0, second.length).map((value, i) => value / (second[i] ?? NaN));
}

/** Returns the median of the pairwise ratios, NaN where there is no pair. */
export function medianRatio(first: readonly number[], second: readonly number[]): number {
  return median(pairwiseRatios(first, second));
}
