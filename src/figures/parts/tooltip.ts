/** Where a tooltip stands. */

import type { Place } from "./gestures.ts";

interface Area {
  readonly width: number;
  readonly height: number;
}

/** Free pixels between the point and the tooltip. */
const gap = 14;

/**
 * Returns the tooltip's top left corner, in the container's pixels: right of the point, else left of it,
 * level with it as far as the container reaches; where neither side has room, below the container.
 */
export function tooltipPlace(
  { x, y }: Place,
  { container, tooltip }: { readonly container: Area; readonly tooltip: Area },
): { readonly left: number; readonly top: number } {
  const rightEdge = container.width - tooltip.width;
  const level = Math.max(0, Math.min(y - tooltip.height / 2, container.height - tooltip.height));
  if (x + gap <= rightEdge) return { left: x + gap, top: level };
  if (x - gap - tooltip.width >= 0) return { left: x - gap - tooltip.width, top: level };
  return {
    left: Math.max(0, Math.min(x - tooltip.width / 2, rightEdge)),
    top: container.height + gap / 2,
  };
}
