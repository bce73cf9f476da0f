/** Where a grey square goes over the photograph, and what its drops make of a map. */

import { type HeatMap, type Letterbox, type Patch, ReadableError } from "../../trace/index.ts";

/** The places of a square that slides over an input. */
export interface Slide {
  /** Side of the square, and by how much it moves, in input pixels. */
  readonly patch: number;
  readonly stride: number;
  /** Cells of `stride` by `stride` pixels that the input has. */
  readonly rows: number;
  readonly columns: number;
  /** Every place at which it covers some of the photograph, row by row; it keeps inside the input. */
  readonly patches: readonly Patch[];
}

/**
 * Returns the places of a grey square. Where sizes are left out it is a fifth of the input's width, to whole
 * multiples of 16, and moves by half of that. Throws a ReadableError where the stride does not divide the square
 * and the input.
 */
export function slideOver(
  { width, height, left, top, innerWidth, innerHeight }: Letterbox,
  options: { readonly patch?: number | undefined; readonly stride?: number | undefined } = {},
): Slide {
  const patch = options.patch ?? Math.min(Math.max(16, Math.round(width / 5 / 16) * 16), width);
  const stride = options.stride ?? (width % (patch / 2) === 0 ? patch / 2 : divisor(patch, width));
  const whole = [patch, stride].every((size) => Number.isInteger(size) && size >= 1);
  const divides = [patch, width, height].every((side) => side % stride === 0);
  if (!whole || !divides || patch > Math.min(width, height)) {
    throw new ReadableError({
      what: "The grey square can't slide over the input like this",
      expected: `a whole side up to ${String(Math.min(width, height))} pixels, and a stride that divides it and ${String(width)}`,
      found: `a side of ${String(patch)} and a stride of ${String(stride)}`,
      todo: "Try a side of 64 and a stride of 32",
    });
  }
  const patches: Patch[] = [];
  for (let y = 0; y + patch <= height; y += stride) {
    for (let x = 0; x + patch <= width; x += stride) {
      const square = { left: x, top: y, right: x + patch, bottom: y + patch };
      const seen =
        square.right > left &&
        x < left + innerWidth &&
        square.bottom > top &&
        y < top + innerHeight;
      if (seen) patches.push(square);
    }
  }
  return { patch, stride, rows: height / stride, columns: width / stride, patches };
}

/** A square's half does not divide every input: the largest common divisor always does. */
function divisor(patch: number, width: number): number {
  return width > 0 ? divisor(width, patch % width) : patch;
}

/**
 * Returns for every cell of the slide the mean drop of the squares that covered it, row by row; 0 where none did,
 * since grey over the letterbox's grey changes nothing.
 */
export function dropsAsMap(
  { stride, rows, columns, patches }: Slide,
  drops: ArrayLike<number>,
): Pick<HeatMap, "rows" | "columns" | "values"> {
  const sums = new Float64Array(rows * columns);
  const counts = new Uint32Array(rows * columns);
  patches.forEach(({ left, top, right, bottom }, k) => {
    for (let row = top / stride; row < bottom / stride; row++) {
      for (let column = left / stride; column < right / stride; column++) {
        const cell = row * columns + column;
        sums[cell] = (sums[cell] ?? 0) + (drops[k] ?? NaN);
        counts[cell] = (counts[cell] ?? 0) + 1;
      }
    }
  });
  return { rows, columns, values: Float32Array.from(sums, (sum, i) => sum / (counts[i] || 1)) };
}
