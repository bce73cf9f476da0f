/** A graph's outputs → boxes, classes, a mask, or numbers that nobody explained. */

import type { Answer } from "../../trace/index.ts";
import { type BoxLayout, boxLayout } from "./boxes.ts";
import type { Output } from "./run.ts";

/** What the outputs are. */
export type Meaning =
  | { readonly kind: "boxes"; readonly output: Output; readonly layout: BoxLayout }
  | { readonly kind: "answer"; readonly answer: Answer };

/** Returns what the outputs mean, told by their shapes; boxes before a mask, a mask before classes. */
export function meaningOf(
  outputs: readonly Output[],
  size: readonly [height: number, width: number],
): Meaning {
  for (const output of outputs) {
    const layout = boxLayout(output.shape, size);
    if (layout) return { kind: "boxes", output, layout };
  }
  const mask = outputs.find(({ shape }) => isMap(shape, size));
  if (mask) {
    const [, height = 0, width = 0, channels = 1] = mask.shape;
    const { values } = mask;
    return { kind: "answer", answer: { kind: "mask", height, width, channels, values } };
  }
  const classes = outputs.find(({ shape, values }) => isVector(shape) && values.length > 1);
  if (classes) return { kind: "answer", answer: { kind: "classes", ...asShares(classes.values) } };
  const shapes = outputs.map(({ name, shape }) => ({ name, shape }));
  return { kind: "answer", answer: { kind: "numbers", outputs: shapes } };
}

function isVector(shape: readonly number[]): boolean {
  return shape.filter((size) => size !== 1).length === 1;
}

/** A map has the input's proportions, at most 32 times smaller. */
function isMap(
  [batch, height = 0, width = 0, ...rest]: readonly number[],
  [inputHeight, inputWidth]: readonly [number, number],
): boolean {
  if (batch !== 1 || rest.length > 1 || height < 2 || width < 2) return false;
  const [down, across] = [inputHeight / height, inputWidth / width];
  return down <= 32 && Math.abs(down / across - 1) < 0.05;
}

/** Returns probabilities: the numbers themselves where they are some already, else their softmax. */
function asShares(values: Float32Array): { probabilities: Float32Array; softmaxAdded: boolean } {
  const sum = values.reduce((all, value) => all + value, 0);
  const isShare = values.every((value) => value >= 0 && value <= 1.001);
  if (isShare && Math.abs(sum - 1) < 0.02) return { probabilities: values, softmaxAdded: false };
  const most = values.reduce((largest, value) => Math.max(largest, value), -Infinity);
  const powers = values.map((value) => Math.exp(value - most));
  const all = powers.reduce((total, value) => total + value, 0);
  return { probabilities: powers.map((value) => value / all), softmaxAdded: true };
}
