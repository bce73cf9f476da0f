/**
 * What becomes of a target when parts of the photograph are covered with grey, as by occlusion (Zeiler, Fergus:
 * "Visualizing and Understanding Convolutional Networks", arXiv 1311.2901).
 */

import { type Tensor1D, tensor4d } from "@tensorflow/tfjs-core";
import type { Covering, SEEdits } from "../../trace/index.ts";
import { upstream } from "../dependence.ts";
import type { Parameters } from "../parameters.ts";
import type { Plan } from "../plan.ts";
import { type Kept, runLayers } from "../run.ts";
import { type TargetPlace, targetIn } from "../target.ts";
import { logitsOf } from "./from-layer.ts";

/** The letterbox's grey in 0..1, which the network was trained to see where there is no photograph. */
const grey = 114 / 255;

/** What is covered of which input. */
export interface PatchQuestion {
  readonly place: TargetPlace;
  readonly edits: SEEdits;
  /** The letterboxed photograph, [height, width, 3] row by row in 0..1. */
  readonly pixels: Float32Array;
  readonly size: readonly [height: number, width: number];
  readonly coverings: readonly Covering[];
}

/** Returns the target under each covering, all run as one batch, and only as far as its head needs. */
export async function patchScores(
  plan: Plan,
  parameters: Parameters,
  { place, edits, pixels, size, coverings }: PatchQuestion,
): Promise<Float32Array> {
  if (coverings.length === 0) return new Float32Array();
  const batch = new Float32Array(coverings.length * pixels.length);
  coverings.forEach((covering, k) => {
    batch.set(covered(pixels, size, covering), k * pixels.length);
  });
  const photographs = tensor4d(batch, [coverings.length, ...size, 3]);
  const last = plan.heads[place.head]?.layer ?? plan.detect;
  let kept: Kept | undefined;
  let scores: Tensor1D | undefined;
  try {
    kept = runLayers(plan, parameters, {
      compute: new Set([...upstream(plan, [last]), plan.detect]),
      given: new Map([[-1, photographs]]),
      ...{ wanted: new Set<number>(), capture: false, edits },
    });
    scores = targetIn(logitsOf(kept, place), place);
    return await scores.data<"float32">();
  } finally {
    photographs.dispose();
    kept?.dispose();
    scores?.dispose();
  }
}

/** Returns the pixels with the patches grey, or with all but the patches grey. */
export function covered(
  pixels: Float32Array,
  [height, width]: readonly [height: number, width: number],
  { patches, grey: where }: Covering,
): Float32Array {
  const inside = where === "inside";
  const painted = inside ? pixels.slice() : new Float32Array(pixels.length).fill(grey);
  for (const { left, top, right, bottom } of patches) {
    for (let y = Math.max(0, top); y < Math.min(height, bottom); y++) {
      const begin = (y * width + Math.max(0, left)) * 3;
      const end = (y * width + Math.min(width, right)) * 3;
      if (inside) painted.fill(grey, begin, end);
      else painted.set(pixels.subarray(begin, end), begin);
    }
  }
  return painted;
}
