/** How one map becomes one number, and where its high values lie. */

/** The squeeze of one map, worked out: z = sum / count. */
export interface MapMean {
  readonly sum: number;
  readonly count: number;
  readonly mean: number;
}

/** Returns the sum, count and mean of a map's activations; the mean of an empty map is 0. */
export function mapMean(values: Float32Array): MapMean {
  const sum = values.reduce((total, value) => total + value, 0);
  return { sum, count: values.length, mean: values.length === 0 ? 0 : sum / values.length };
}

/** One cell of a map with its activation. */
export interface MapCell {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** Returns a map's `count` highest cells, the highest first; `width` is its columns. */
export function highestCells(
  values: Float32Array,
  { width, count }: { readonly width: number; readonly count: number },
): MapCell[] {
  const best: MapCell[] = [];
  values.forEach((value, i) => {
    if (best.length === count && value <= (best.at(-1)?.value ?? -Infinity)) return;
    const at = best.findIndex((one) => value > one.value);
    const cell = { row: Math.floor(i / width), column: i % width, value };
    best.splice(at < 0 ? best.length : at, 0, cell);
    if (best.length > count) best.pop();
  });
  return best;
}
