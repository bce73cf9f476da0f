/** What goes with the sigmoid, on plain numbers. */

/** Returns the number whose sigmoid is p. */
export function logit(p: number): number {
  return Math.log(p / (1 - p));
}

/** Returns the place, from 0, of the largest of `count` values that begin at `from`; the first of equals. */
export function bestOf(
  values: Float32Array,
  { from, count }: { readonly from: number; readonly count: number },
): number {
  let best = 0;
  for (let k = 1; k < count; k++)
    if ((values[from + k] ?? 0) > (values[from + best] ?? 0)) best = k;
  return best;
}
