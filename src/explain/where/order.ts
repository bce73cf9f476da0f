/** In which order an explanation would have things taken away. */

import {
  type Attribution,
  type HeatMap,
  type LayerKey,
  type Letterbox,
  type Patch,
  randomNumbers,
} from "../../trace/index.ts";

/**
 * Returns squares that cover the photograph inside its letterbox, row by row, about as many along its longer side
 * as asked; those at the right and lower edges are cut off.
 */
export function patchesOver(
  { left, top, innerWidth, innerHeight }: Letterbox,
  along: number,
): Patch[] {
  const side = Math.max(1, Math.ceil(Math.max(innerWidth, innerHeight) / along));
  const [right, bottom] = [left + innerWidth, top + innerHeight];
  const patches: Patch[] = [];
  for (let y = top; y < bottom; y += side) {
    for (let x = left; x < right; x += side) {
      patches.push({
        ...{ left: x, top: y },
        ...{ right: Math.min(x + side, right), bottom: Math.min(y + side, bottom) },
      });
    }
  }
  return patches;
}

/** Returns the mean of a heat map over each patch, its cells weighed by how much of the patch they cover. */
export function heatOf(
  { rows, columns, values, letterbox }: HeatMap,
  patches: readonly Patch[],
): Float64Array {
  const height = letterbox.height / rows;
  const width = letterbox.width / columns;
  return Float64Array.from(patches, ({ left, top, right, bottom }) => {
    let sum = 0;
    for (let row = Math.floor(top / height); row * height < bottom; row++) {
      const tall = Math.min(bottom, (row + 1) * height) - Math.max(top, row * height);
      for (let column = Math.floor(left / width); column * width < right; column++) {
        const wide = Math.min(right, (column + 1) * width) - Math.max(left, column * width);
        sum += (values[row * columns + column] ?? 0) * tall * wide;
      }
    }
    return sum / ((right - left) * (bottom - top));
  });
}

/** Returns the indices of the scores, the largest first; equal ones in their own order. */
export function largestFirst(scores: ArrayLike<number>): number[] {
  return Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b,
  );
}

/** Returns the numbers below a count in an order that the seed decides. */
export function randomOrder(count: number, seed: number): number[] {
  const next = randomNumbers(seed);
  return largestFirst(Float64Array.from({ length: count }, next));
}

/** One channel of one SE layer. */
export interface ChannelOf {
  readonly layer: LayerKey;
  readonly channel: number;
}

/** Returns every channel of an attribution with its number, layer by layer. */
export function channelsOf({ layers }: Pick<Attribution, "layers">): {
  readonly channels: readonly ChannelOf[];
  readonly scores: Float64Array;
} {
  const all = [...layers];
  return {
    channels: all.flatMap(([layer, values]) =>
      Array.from(values, (_, channel) => ({ layer, channel })),
    ),
    scores: Float64Array.from(all.flatMap(([, values]) => [...values])),
  };
}
