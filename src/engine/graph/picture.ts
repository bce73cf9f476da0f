/** The photograph as a graph takes it, and its maps as figures take them. */

import {
  type Rank,
  type Tensor,
  type Tensor4D,
  reshape,
  tensor,
  transpose,
} from "@tensorflow/tfjs-core";
import type { GraphInput, SEBlock } from "../../import/index.ts";

/** Returns the picture, RGB in 0..1, as a tensor [1, height, width, 3 or 1] in the range and type that the graph takes. */
export function picture(
  pixels: Float32Array,
  {
    size: [height, width],
    range,
    isWhole,
    isGrey,
  }: Pick<GraphInput, "isWhole" | "isGrey" | "range"> & {
    readonly size: readonly [number, number];
  },
): Tensor {
  const [scale, shift] = range === "0..255" ? [255, 0] : range === "-1..1" ? [2, -1] : [1, 0];
  const values = (isGrey ? brightness(pixels) : pixels).map((value) => value * scale + shift);
  const shape: [number, number, number, number] = [1, height, width, isGrey ? 1 : 3];
  return isWhole
    ? tensor(Int32Array.from(values, Math.round), shape, "int32")
    : tensor(values, shape);
}

/** ITU-R BT.601, as for grey photographs. */
function brightness(pixels: Float32Array): Float32Array {
  return Float32Array.from({ length: pixels.length / 3 }, (_, k) => {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(3 * k, 3 * k + 3);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
}

/** Returns a map as [1, H, W, C]. */
export function channelsLast(
  map: Tensor,
  { channelsFirst }: Pick<SEBlock, "channelsFirst">,
): Tensor4D {
  const four = reshape<Rank.R4>(map, fourOf(map.shape));
  return channelsFirst ? transpose(four, [0, 2, 3, 1]) : four;
}

function fourOf(shape: readonly number[]): [number, number, number, number] {
  const [a = 1, b = 1, c = 1, d = 1] = [
    ...Array<number>(4 - Math.min(4, shape.length)).fill(1),
    ...shape,
  ];
  return [a, b, c, d];
}
