/** What the colours of the figures mean, as CSS that follows light and dark. */

import { interpolateViridis, rgb } from "d3";
import type { HeadScale } from "../../trace/index.ts";

/** Returns the hue of a head scale; one that has none of its own, or no scale, gets the neutral one. */
export function headScaleColour(scale: HeadScale | undefined): string {
  return scale ? `var(--${scale.toLowerCase()}, var(--other-layer))` : "var(--other-layer)";
}

/**
 * Returns the diverging colour of a difference in -1..1: neutral at 0, the colours of raised and lowered at
 * the ends (`Frame` defines the three). Small differences already take on colour, as they are many.
 */
export function divergingColour(difference: number): string {
  const size = Math.min(1, Math.abs(difference));
  const end = difference > 0 ? "var(--raised)" : "var(--lowered)";
  return `color-mix(in oklab, ${end} ${String(Math.round(100 * size ** 0.6))}%, var(--neutral))`;
}

/** The ramp for magnitudes: perceptually uniform and safe for the colour-blind. */
export const magnitudeRamp = interpolateViridis;

/** Returns a ramp as a table of `size` colours, red, green, blue and alpha in 0..255 each. */
export function rampTable(
  ramp: (share: number) => string,
  { size = 256 }: { readonly size?: number } = {},
): Uint8ClampedArray {
  const table = new Uint8ClampedArray(size * 4);
  for (let i = 0; i < size; i++) {
    const { r, g, b } = rgb(ramp(i / (size - 1)));
    table.set([r, g, b, 255], i * 4);
  }
  return table;
}
