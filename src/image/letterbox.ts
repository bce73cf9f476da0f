/** Fits a photograph into the network's input as YOLOv5 v6.0 does: scaled, centred, padded with grey. */

import { type Letterbox, type Photo, ReadableError } from "../trace/index.ts";
import { tapsOf } from "./resize.ts";

const grey = 114;

/** A photograph as the network reads it. */
export interface LetterboxedPhoto {
  readonly letterbox: Letterbox;
  /** Red, green, blue in 0..1, [height, width, 3] row by row. */
  readonly pixels: Float32Array<ArrayBuffer>;
}

/**
 * Returns the letterboxed photograph. `size` is a side of a square, or height and width.
 * Resized values are rounded to whole 8-bit steps as YOLOv5's are; transparency is shown on white.
 * Throws a ReadableError where the photograph has no pixels or the size is not a whole number.
 */
export function letterbox(
  photo: Photo,
  size: number | { readonly height: number; readonly width: number },
): LetterboxedPhoto {
  const { height, width } = typeof size === "number" ? { height: size, width: size } : size;
  const fit = fitLetterbox(photo, { height, width });
  const { innerWidth, innerHeight, left, top } = fit;
  const pixels = new Float32Array(height * width * 3).fill(grey / 255);
  const across = tapsOf(photo.width, innerWidth);
  const down = tapsOf(photo.height, innerHeight);
  const rgb = new Float32Array(3);
  for (let y = 0; y < innerHeight; y++) {
    const upper = (down.first[y] ?? 0) * photo.width;
    const lower = (down.second[y] ?? 0) * photo.width;
    const dy = down.share[y] ?? 0;
    let out = ((top + y) * width + left) * 3;
    for (let x = 0; x < innerWidth; x++) {
      const near = across.first[x] ?? 0;
      const far = across.second[x] ?? 0;
      const dx = across.share[x] ?? 0;
      rgb.fill(0);
      blend(rgb, photo.pixels, { at: upper + near, share: (1 - dx) * (1 - dy) });
      blend(rgb, photo.pixels, { at: upper + far, share: dx * (1 - dy) });
      blend(rgb, photo.pixels, { at: lower + near, share: (1 - dx) * dy });
      blend(rgb, photo.pixels, { at: lower + far, share: dx * dy });
      for (let c = 0; c < 3; c++) pixels[out++] = roundHalfEven(rgb[c] ?? 0) / 255;
    }
  }
  return { letterbox: fit, pixels };
}

/** Returns how a photograph lies inside an input of the given size. */
export function fitLetterbox(
  photo: { readonly width: number; readonly height: number; readonly name?: string },
  { height, width }: { readonly height: number; readonly width: number },
): Letterbox {
  if (!(photo.width >= 1 && photo.height >= 1)) {
    throw new ReadableError({
      what: `${photo.name ?? "The photograph"} has no pixels`,
      todo: "Choose another one",
    });
  }
  if (![height, width].every((side) => Number.isInteger(side) && side > 0)) {
    throw new ReadableError({
      what: "The input size",
      expected: "whole numbers above 0",
      found: `${String(height)} by ${String(width)}`,
    });
  }
  const scale = Math.min(height / photo.height, width / photo.width);
  // A sliver of a photograph still gets one row or column of pixels.
  const innerWidth = Math.max(1, roundHalfEven(photo.width * scale));
  const innerHeight = Math.max(1, roundHalfEven(photo.height * scale));
  return {
    width,
    height,
    scale,
    // YOLOv5 rounds half the border less 0.1: an odd border is larger at the right and below.
    left: Math.floor((width - innerWidth) / 2),
    top: Math.floor((height - innerHeight) / 2),
    innerWidth,
    innerHeight,
  };
}

/** Python and PyTorch round halves to the even neighbour, and YOLOv5's sizes with them. */
function roundHalfEven(value: number): number {
  const down = Math.floor(value);
  if (value - down !== 0.5) return Math.round(value);
  return down % 2 === 0 ? down : down + 1;
}

function blend(
  rgb: Float32Array,
  source: Uint8ClampedArray,
  { at, share }: { at: number; share: number },
): void {
  const p = at * 4;
  const alpha = source[p + 3] ?? 255;
  for (let c = 0; c < 3; c++) {
    const value = source[p + c] ?? 0;
    const shown = alpha === 255 ? value : (value * alpha + 255 * (255 - alpha)) / 255;
    rgb[c] = (rgb[c] ?? 0) + shown * share;
  }
}
