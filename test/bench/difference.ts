/** Compares two runs' logits, so that nothing is called fast that computes something else. */

/** Returns the largest absolute difference; infinite where lengths differ or a number is none. */
export function largestDifference(
  found: readonly Float32Array[],
  wanted: readonly Float32Array[],
): number {
  if (found.length !== wanted.length) return Infinity;
  return found.reduce((most, values, k) => Math.max(most, between(values, wanted[k])), 0);
}

function between(found: Float32Array, wanted: Float32Array | undefined): number {
  if (found.length !== wanted?.length) return Infinity;
  let most = 0;
  for (let i = 0; i < found.length; i++) {
    const difference = Math.abs((found[i] ?? NaN) - (wanted[i] ?? NaN));
    if (Number.isNaN(difference)) return Infinity;
    most = Math.max(most, difference);
  }
  return most;
}
