/** Detect: one 1×1 convolution a head scale, and the anchors it was trained with. */

import type { NamedArray } from "../../trace/index.ts";
import { wholeOf } from "../torch/attributes.ts";
import type { TorchModule } from "../torch/modules.ts";
import type { MapSize, Place } from "./layer.ts";

/** A Detect with its anchors in input pixels. */
export interface ReadDetect {
  readonly classes: number;
  /** For each head scale widths and heights, one after the other. */
  readonly anchors: readonly (readonly number[])[];
  readonly arrays: ReadonlyMap<string, NamedArray>;
}

/** Classes of Detect whose boxes are decoded from anchors as v6.0 does. */
export const detectClasses: readonly string[] = ["Detect"];

/** Returns Detect. Throws `place.fault` where it is decoupled, has no anchors, or doesn't fit what it reads. */
export function readDetect({ module, inputs, fault }: Place): ReadDetect {
  const classes = wholeOf(module.attributes.get("nc"));
  const anchors = module.tensors.get("anchors")?.read();
  if (classes === undefined || !anchors || anchors.shape.length !== 3)
    throw fault("classes and anchors, as YOLOv5's Detect has them", "a head of another kind");
  const [scales = 0, each = 0] = anchors.shape;
  if (scales !== inputs.length)
    throw fault(`anchors for ${String(inputs.length)} head scales`, String(scales));
  const arrays = new Map<string, NamedArray>();
  for (const [k, input] of inputs.entries()) {
    const { weight, bias } = convOf(module, k);
    const outputs = each * (classes + 5);
    if (!weight || !bias || weight.shape[0] !== outputs || weight.shape[1] !== input.channels)
      throw fault(
        `a convolution m.${String(k)} from ${String(input.channels)} to ${String(outputs)} channels`,
        weight ? `[${weight.shape.join(", ")}]` : "none",
      );
    arrays.set(`m.${String(k)}.weight`, weight);
    arrays.set(`m.${String(k)}.bias`, bias);
  }
  return { classes, arrays, anchors: inputs.map((input, k) => inPixels(anchors, k, input)) };
}

/** The checkpoint has anchors in cells of the head's grid. */
function inPixels({ shape, values }: NamedArray, k: number, { stride }: MapSize): number[] {
  const row = (shape[1] ?? 0) * 2;
  // In half precision 1.25 cells are exact, 4.0625 are not quite: whole pixels were meant.
  return Array.from(values.subarray(k * row, (k + 1) * row), (side) => tidy(side * stride));
}

function tidy(pixels: number): number {
  const whole = Math.round(pixels);
  return Math.abs(pixels - whole) < 2e-3 * pixels ? whole : pixels;
}

function convOf(module: TorchModule, k: number): { weight?: NamedArray; bias?: NamedArray } {
  const conv = module.children.get("m")?.children.get(String(k));
  const [weight, bias] = [conv?.tensors.get("weight"), conv?.tensors.get("bias")];
  return { ...(weight && { weight: weight.read() }), ...(bias && { bias: bias.read() }) };
}
