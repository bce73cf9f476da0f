/** Runs a plan on a photograph: logits, every SE layer's numbers, the outputs of chosen layers. */

import { type Tensor3D, type Tensor4D, reshape } from "@tensorflow/tfjs-core";
import { ReadableError, type SEEdits } from "../trace/index.ts";
import { mapsForReruns, upstream } from "./dependence.ts";
import { checkEdits, mergeEdits } from "./edits.ts";
import type { Parameters } from "./parameters.ts";
import type { Plan } from "./plan.ts";
import { type Kept, runLayers } from "./run.ts";

/** What to compute and what to keep of it. */
export interface ForwardOptions {
  /** Layers whose outputs are kept. */
  readonly keep?: readonly number[];
  /** Stop after this layer and compute only what it and the kept ones need; then there are no logits. */
  readonly until?: number;
  /** Keep every SE layer's numbers and the maps that a rerun needs; true unless said otherwise. */
  readonly capture?: boolean;
  /** What SE layers compute in place of what was trained, by key. */
  readonly edits?: SEEdits;
  /** Run without the SE layers, to measure what they take. */
  readonly skipSE?: boolean;
}

/**
 * Returns what was kept of one forward pass over pixels [height, width, 3] in 0..1. Throws a ReadableError
 * where a side is not a multiple of the largest stride or an edit doesn't fit. The pixels stay the caller's.
 */
export function forward(
  plan: Plan,
  parameters: Parameters,
  {
    pixels,
    keep = [],
    until,
    capture = true,
    edits = {},
    skipSE = false,
  }: ForwardOptions & { readonly pixels: Tensor3D },
): Kept {
  checkSize(plan, pixels);
  const checked = mergeEdits({}, checkEdits(plan, edits));
  const last = until ?? plan.detect;
  const se = plan.seLayers.map(({ index }) => index).filter((index) => capture && index <= last);
  const compute = upstream(plan, [last, ...keep, ...se]);
  const forReruns = capture ? [...mapsForReruns(plan)] : [];
  const wanted = new Set([
    ...keep,
    ...forReruns.filter((index) => index < 0 || compute.has(index)),
  ]);
  const photograph: Tensor4D = reshape(pixels, [1, ...pixels.shape]);
  try {
    return runLayers(plan, parameters, {
      ...{ compute, wanted, capture, edits: checked, skipSE },
      given: new Map([[-1, photograph]]),
    });
  } finally {
    photograph.dispose();
  }
}

function checkSize(plan: Plan, pixels: Tensor3D): void {
  const [height, width, channels] = pixels.shape;
  const multiple = plan.largestStride;
  if (
    channels === 3 &&
    height > 0 &&
    width > 0 &&
    height % multiple === 0 &&
    width % multiple === 0
  )
    return;
  throw new ReadableError({
    what: "The network can't read an input of this size",
    expected: `[height, width, 3] with sides that are multiples of ${String(multiple)}`,
    found: `[${pixels.shape.join(", ")}]`,
  });
}
