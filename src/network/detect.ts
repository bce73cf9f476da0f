/** Head logits → candidate boxes in pixels of the photograph, as the head's form says. */

import {
  type Box,
  type Detection,
  type Letterbox,
  clipBox,
  unletterboxBox,
} from "../trace/index.ts";
import type { HeadForm } from "./modules/module.ts";
import { readAnchored } from "./read-anchored.ts";
import { readDFL } from "./read-dfl.ts";
import type { Plan, PlannedHead } from "./plan.ts";

/** One head's logits on the page: rows · columns cells of anchors · (classes + 5) numbers, or 64 + classes. */
export interface HeadLogits {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** A candidate as a head's logits tell it, its box in input pixels. */
export type Read = Pick<
  Detection,
  "box" | "classIndex" | "classProbability" | "objectness" | "anchor" | "confidence" | "cell"
>;

/** What reading a head needs besides its logits. */
export interface ReadOptions {
  readonly head: PlannedHead;
  readonly classes: number;
  /** Least confidence of a candidate. */
  readonly floor: number;
}

/** What decoding needs besides the logits. */
export interface DecodeOptions {
  readonly letterbox: Letterbox;
  /** Size of the photograph, to which boxes are clipped. */
  readonly photo: { readonly width: number; readonly height: number };
  /** Least confidence of a candidate. */
  readonly floor?: number;
}

/** Returns the candidates before NMS, best first, each with its best class. */
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
  const read = readers[plan.layers[plan.detect]?.type.head ?? "anchors"];
  return plan.heads.map((head, k) => {
    const map = logits[k];
    return (
      map &&
      read(map, { head, classes: classes.length, floor }).map((found): Detection => {
        const { row, column } = found.cell;
        const whole = unletterboxBox(found.box, letterbox);
        const box = clipBox(whole, photo);
        const anchor = found.anchor ? `/${String(found.anchor.index)}` : "";
        return {
          ...found,
          id: `${head.scale}/${String(row)}/${String(column)}${anchor}`,
          box,
          ...(same(box, whole) ? {} : { unclipped: whole }),
          className: classes[found.classIndex] ?? `class ${String(found.classIndex)}`,
          headScale: head.scale,
          stride: head.stride,
        };
      })
    );
  });
}

const readers: Readonly<Record<HeadForm, (map: HeadLogits, options: ReadOptions) => Read[]>> = {
  anchors: readAnchored,
  dfl: readDFL,
};

function same(a: Box, b: Box): boolean {
  return a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
}
