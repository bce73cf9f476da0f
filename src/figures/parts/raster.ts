/** Numbers → pixels by a colour table. */

/** Which numbers the table's first and last colour stand for, and the table. */
export interface RasterScale {
  readonly low: number;
  readonly high: number;
  /** Red, green, blue and alpha a colour. */
  readonly table: Uint8ClampedArray;
}

/**
 * Returns one pixel a number, as ImageData takes them: red, green, blue, alpha in 0..255. Numbers outside
 * the range get the end's colour; what is not a number stays transparent.
 */
export function rasterise(
  values: Float32Array,
  { low, high, table }: RasterScale,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(values.length * 4);
  const last = table.length / 4 - 1;
  const steps = last / (high - low || 1);
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    const colour = Math.min(last, Math.max(0, Math.round((value - low) * steps))) * 4;
    for (let c = 0; c < 4; c++) pixels[i * 4 + c] = table[colour + c] ?? 0;
  });
  return pixels;
}
