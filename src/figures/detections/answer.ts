/** What a network without boxes gave → bars, a raster, rows of a table. */

import type { Answer, Model } from "../../trace/index.ts";
import type { Row } from "../parts/save/save.ts";

type Classes = Extract<Answer, { kind: "classes" }>;
type Mask = Extract<Answer, { kind: "mask" }>;

/** One class with its probability, in 0..1. */
export interface ClassBar {
  readonly index: number;
  readonly name: string;
  readonly probability: number;
}

/** Returns the most probable classes, best first. */
export function topClasses(
  { probabilities }: Classes,
  { classes }: Pick<Model, "classes">,
  most = 5,
): ClassBar[] {
  return Array.from(probabilities, (probability, index) => ({
    index,
    name: classes[index] ?? `class ${String(index)}`,
    probability,
  }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, most);
}

/** One channel of a mask, with its smallest and largest number. */
export interface MaskChannel {
  readonly values: Float32Array;
  readonly low: number;
  readonly high: number;
}

/** Returns one channel of a mask, [height, width] row by row. */
export function maskChannel(
  { values, channels, height, width }: Mask,
  channel: number,
): MaskChannel {
  const one = new Float32Array(height * width);
  let [low, high] = [Infinity, -Infinity];
  for (let k = 0; k < one.length; k++) {
    const value = values[k * channels + channel] ?? 0;
    one[k] = value;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  // A mask of shares is shown as shares: a nearly empty one must not look full.
  if (low >= 0 && high <= 1) [low, high] = [0, 1];
  return { values: one, low, high };
}

/** Returns the rows of a table: every class, or a mask's cells of one channel. */
export function answerRows(answer: Answer, model: Pick<Model, "classes">, channel: number): Row[] {
  switch (answer.kind) {
    case "classes":
      return topClasses(answer, model, Infinity).map(({ index, name, probability }) => ({
        ...{ index, class: name, probability },
      }));
    case "mask":
      return Array.from(maskChannel(answer, channel).values, (value, k) => ({
        row: Math.floor(k / answer.width),
        column: k % answer.width,
        value,
      }));
    case "numbers":
      return answer.outputs.map(({ name, shape }) => ({ output: name, shape: shape.join(" × ") }));
  }
}
