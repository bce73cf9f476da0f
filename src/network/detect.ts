/** Head logits → candidate boxes in pixels of the photograph, as YOLOv5 v6.0's Detect computes them. */

import {
  type Box,
  type Detection,
  type Letterbox,
  clipBox,
  unletterboxBox,
} from "../trace/index.ts";
import type { Plan, PlannedHead } from "./plan.ts";

/** One head's logits on the page: rows · columns cells of anchors · (classes + 5) numbers. */
export interface HeadLogits {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** What decoding needs besides the logits. */
export interface DecodeOptions {
  readonly letterbox: Letterbox;
  /** Size of the photograph, to which boxes are clipped. */
  readonly photo: { readonly width: number; readonly height: number };
  /** Least confidence of a candidate. */
  readonly floor?: number;
}

/**
 * Returns the candidates before NMS, best first, each with its best class: with t the logits,
 * x, y = (2σ(t) − 0.5 + cell) · stride, w, h = (2σ(t))² · anchor, confidence = σ(objectness) · σ(class).
 */
export function decodeDetections(
  plan: Plan,
  logits: readonly HeadLogits[],
  options: DecodeOptions,
): Detection[] {
  const found = decodeHeads(plan, logits, options).flatMap((head) => head ?? []);
  return found.sort((a, b) => b.confidence - a.confidence);
}

/** Returns each head's candidates before NMS; undefined where its logits were left out. */
export function decodeHeads(
  plan: Plan,
  logits: readonly (HeadLogits | undefined)[],
  { letterbox, photo, floor = 0.01 }: DecodeOptions,
): (Detection[] | undefined)[] {
  const { classes } = plan.config;
  return plan.heads.map((head, k) => {
    const map = logits[k];
    return map && decodeHead(map, head, { letterbox, photo, floor, classes });
  });
}

function decodeHead(
  { rows, columns, values }: HeadLogits,
  head: PlannedHead,
  { letterbox, photo, floor, classes }: Required<DecodeOptions> & { classes: readonly string[] },
): Detection[] {
  const width = classes.length + 5;
  const found: Detection[] = [];
  // Compared before the sigmoid: most cells fail here and cost one look.
  const least = logit(floor);
  for (let cell = 0; cell < rows * columns; cell++) {
    for (const [anchorIndex, anchor] of head.anchors.entries()) {
      const at = (cell * head.anchors.length + anchorIndex) * width;
      const read = (k: number): number => values[at + k] ?? 0;
      if (!(read(4) > least)) continue;
      let best = 0;
      for (let c = 1; c < classes.length; c++) if (read(5 + c) > read(5 + best)) best = c;
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
      const whole = unletterboxBox(
        { left: x - halfWidth, top: y - halfHeight, right: x + halfWidth, bottom: y + halfHeight },
        letterbox,
      );
      const box = clipBox(whole, photo);
      found.push({
        id: `${head.scale}/${String(row)}/${String(column)}/${String(anchorIndex)}`,
        box,
        ...(same(box, whole) ? {} : { unclipped: whole }),
        classIndex: best,
        className: classes[best] ?? `class ${String(best)}`,
        confidence,
        objectness,
        classProbability,
        headScale: head.scale,
        stride: head.stride,
        cell: { row, column },
        anchor: { index: anchorIndex, width: anchor[0], height: anchor[1] },
      });
    }
  }
  return found;
}

function same(a: Box, b: Box): boolean {
  return a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function logit(p: number): number {
  return Math.log(p / (1 - p));
}
