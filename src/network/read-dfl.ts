/** Logits of YOLOv8's head → candidates: no anchors, no objectness. */

import { sigmoid } from "../trace/index.ts";
import type { HeadLogits, Read, ReadOptions } from "./detect.ts";
import { bestOf, logit } from "./logistic.ts";
import { distances } from "./modules/detect-dfl.ts";

/**
 * Returns the candidates of one head with boxes in input pixels. Each edge's distance from the cell's centre is
 * the mean Σ i · softmax(t)_i of its distribution, times the stride; confidence = σ(class).
 */
export function readDFL(
  { rows, columns, values }: HeadLogits,
  { head, classes, floor }: ReadOptions,
): Read[] {
  const width = 4 * distances + classes;
  const least = logit(floor);
  const found: Read[] = [];
  for (let cell = 0; cell < rows * columns; cell++) {
    const at = cell * width;
    const best = bestOf(values, { from: at + 4 * distances, count: classes });
    const score = values[at + 4 * distances + best] ?? -Infinity;
    if (!(score >= least)) continue;
    const row = Math.floor(cell / columns);
    const column = cell % columns;
    const edge = (k: number): number => meanDistance(values, at + k * distances) * head.stride;
    const [x, y] = [(column + 0.5) * head.stride, (row + 0.5) * head.stride];
    const confidence = sigmoid(score);
    found.push({
      box: { left: x - edge(0), top: y - edge(1), right: x + edge(2), bottom: y + edge(3) },
      classIndex: best,
      ...{ confidence, classProbability: confidence },
      cell: { row, column },
    });
  }
  return found;
}

function meanDistance(values: Float32Array, from: number): number {
  const largest = values[from + bestOf(values, { from, count: distances })] ?? 0;
  let [sum, weighted] = [0, 0];
  for (let i = 0; i < distances; i++) {
    // The largest is taken off so that no exponential overflows.
    const share = Math.exp((values[from + i] ?? 0) - largest);
    sum += share;
    weighted += i * share;
  }
  return weighted / sum;
}
