/** Boxes between the letterboxed input and the photograph. */

import type { Box } from "./detection.ts";
import type { Letterbox } from "./photo.ts";

/** Returns a box of the input, in input pixels, as one of the photograph, in its pixels; it may reach outside. */
export function unletterboxBox(box: Box, { left, top, scale }: Letterbox): Box {
  return {
    left: (box.left - left) / scale,
    top: (box.top - top) / scale,
    right: (box.right - left) / scale,
    bottom: (box.bottom - top) / scale,
  };
}

/** Returns a box of the photograph, in its pixels, as one of the input, in input pixels. */
export function letterboxBox(box: Box, { left, top, scale }: Letterbox): Box {
  return {
    left: box.left * scale + left,
    top: box.top * scale + top,
    right: box.right * scale + left,
    bottom: box.bottom * scale + top,
  };
}

/** Returns the part of a box inside a photograph; one wholly outside becomes a line on the edge. */
export function clipBox(
  box: Box,
  { width, height }: { readonly width: number; readonly height: number },
): Box {
  const inside = (value: number, limit: number): number => Math.min(Math.max(value, 0), limit);
  return {
    left: inside(box.left, width),
    top: inside(box.top, height),
    right: inside(box.right, width),
    bottom: inside(box.bottom, height),
  };
}
