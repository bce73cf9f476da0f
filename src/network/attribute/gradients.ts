/** The gradient of a detection's number by every channel weight of every SE layer that its head depends on. */

import {
  type Tensor,
  type Tensor2D,
  add,
  dispose,
  reshape,
  valueAndGrads,
  zeros,
} from "@tensorflow/tfjs-core";
import type { LayerKey } from "../../trace/index.ts";
import type { Parameters } from "../parameters.ts";
import type { Plan } from "../plan.ts";
import type { Kept } from "../run.ts";
import { type TargetPlace, targetIn } from "../target.ts";
import { onward, reaching } from "./onward.ts";

/** A target's value and its gradients. */
export interface Gradients {
  readonly value: number;
  /** ∂value/∂s of each SE layer that reaches the head, length C, in the order of the configuration. */
  readonly layers: readonly (readonly [LayerKey, Float32Array])[];
}

/**
 * Returns the target's gradient by s, for all SE layers in one pass from the earliest of them on. Each s is a free
 * variable at its place: what is computed is s + δ with δ = 0, and the gradient is that by δ. So P3's takes in all
 * that P3's channel weights do further on, P4's and P5's own excitation with it, and P4's does not move P3's.
 */
export async function gradientsOf(
  plan: Plan,
  parameters: Parameters,
  { from, place }: { readonly from: Kept; readonly place: TargetPlace },
): Promise<Gradients> {
  const layers = reaching(plan, place);
  if (layers.length === 0) return { value: NaN, layers: [] };
  const shifts = layers.map(({ output }): Tensor2D => zeros([1, output.channels]));
  const target = (...free: readonly Tensor[]): Tensor => {
    const logits = onward(plan, parameters, {
      ...{ from, place },
      edited: layers.map(({ index }) => index),
      weights: (layer, excited) => add(excited(), free[layers.indexOf(layer)] ?? 0),
    });
    return reshape(targetIn(reshape(logits, [1, 1, -1]), { ...place, row: 0, column: 0 }), []);
  };
  const { value, grads } = valueAndGrads(target)(shifts);
  try {
    const read = (tensor: Tensor): Promise<Float32Array> => tensor.data<"float32">();
    const [[number = NaN], ...found] = await Promise.all([read(value), ...grads.map(read)]);
    return {
      value: number,
      layers: layers.map(({ key }, k) => [key, found[k] ?? new Float32Array()]),
    };
  } finally {
    dispose([value, ...grads, ...shifts]);
  }
}
