/** How far two lists of numbers put the same things in the same order. */

/**
 * Returns Spearman's rank correlation of two lists of one length, in -1..1: 1 where both have one order, -1 where
 * one is the other's reverse. Equal numbers share the mean of their ranks. NaN where a list does not vary, is
 * shorter than two, or has a number that is not finite.
 */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length || a.length < 2) return NaN;
  const [left, right] = [ranks(a), ranks(b)];
  const middle = (a.length - 1) / 2;
  let product = 0;
  let [leftSquares, rightSquares] = [0, 0];
  for (let i = 0; i < left.length; i++) {
    const [x, y] = [(left[i] ?? NaN) - middle, (right[i] ?? NaN) - middle];
    product += x * y;
    leftSquares += x * x;
    rightSquares += y * y;
  }
  const size = Math.sqrt(leftSquares * rightSquares);
  return size > 0 ? product / size : NaN;
}

/** Returns the rank of every number, from 0 for the smallest; equal ones share the mean of theirs. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i);
  order.sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
  const found = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    const value = values[order[from] ?? 0] ?? NaN;
    if (!Number.isFinite(value)) return found.fill(NaN);
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === value) to++;
    for (let at = from; at < to; at++) found[order[at] ?? 0] = (from + to - 1) / 2;
    from = to;
  }
  return found;
}
