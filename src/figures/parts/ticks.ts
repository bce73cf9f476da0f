/** Where an axis has its ticks and what they say. */

/** One tick: pixels along the axis, and its label. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Returns the ticks of a scale at the given values. */
export function ticksAt<V extends number>(
  values: readonly V[],
  scale: (value: V) => number | undefined,
  { label = String }: { readonly label?: (value: V) => string } = {},
): Tick[] {
  return values.flatMap((value) => {
    const at = scale(value);
    return at === undefined ? [] : [{ at, label: label(value) }];
  });
}
