/** Logits of an anchored head → candidates, as YOLOv5 v6.0's Detect computes them. */

import { sigmoid } from "../trace/index.ts";
import type { HeadLogits, Read, ReadOptions } from "./detect.ts";
import { bestOf, logit } from "./logistic.ts";

/**
 * Returns the candidates of one head with boxes in input pixels: with t the logits,
 * x, y = (2σ(t) − 0.5 + cell) · stride, w, h = (2σ(t))² · anchor, confidence = σ(objectness) · σ(class).
 */
export function readAnchored(
  { rows, columns, values }: HeadLogits,
  { head, classes, floor }: ReadOptions,
): Read[] {
  const width = classes + 5;
  const found: Read[] = [];
  // Compared before the sigmoid: most cells fail here and cost one look.
  const least = logit(floor);
  for (let cell = 0; cell < rows * columns; cell++) {
    for (const [index, anchor] of head.anchors.entries()) {
      const at = (cell * head.anchors.length + index) * width;
      const read = (k: number): number => values[at + k] ?? 0;
      if (!(read(4) > least)) continue;
      const best = bestOf(values, { from: at + 5, count: classes });
      const objectness = sigmoid(read(4));
      const classProbability = sigmoid(read(5 + best));
      const confidence = objectness * classProbability;
      if (!(confidence >= floor)) continue;
      const row = Math.floor(cell / columns);
      const column = cell % columns;
      const x = (2 * sigmoid(read(0)) - 0.5 + column) * head.stride;
      const y = (2 * sigmoid(read(1)) - 0.5 + row) * head.stride;
      const halfWidth = ((2 * sigmoid(read(2))) ** 2 * anchor[0]) / 2;
      const halfHeight = ((2 * sigmoid(read(3))) ** 2 * anchor[1]) / 2;
      found.push({
        box: {
          ...{ left: x - halfWidth, top: y - halfHeight },
          ...{ right: x + halfWidth, bottom: y + halfHeight },
        },
        classIndex: best,
        ...{ confidence, objectness, classProbability },
        cell: { row, column },
        anchor: { index, width: anchor[0], height: anchor[1] },
      });
    }
  }
  return found;
}
