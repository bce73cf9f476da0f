/** The parts of an SE layer that can be swapped: how it squeezes, and what makes weights of the second sums. */

import {
  type Tensor2D,
  type Tensor4D,
  clipByValue,
  clone,
  add,
  max,
  mean,
  mul,
  ones,
  relu,
  sigmoid,
  slice,
  tanh,
  tensor2d,
} from "@tensorflow/tfjs-core";
import type { HiddenActivation, SEEdit, Squeeze, TrainedGate } from "../../trace/index.ts";

/** What an SE layer runs with. */
export interface SEParts {
  /** Returns z [batch, C] of a map [batch, height, width, C]. */
  squeeze(u: Tensor4D): Tensor2D;
  /** Returns s of the second sums [batch, C], as many or one for all of them. */
  gate(sums: Tensor2D): Tensor2D;
}

/** Returns the parts as an edit wants them, the trained ones where it says nothing. */
export function partsOf(
  { squeeze = "mean", gate, weights }: SEEdit,
  trained: TrainedGate,
): SEParts {
  const own = gate ?? trained;
  return {
    squeeze: squeezeBy[squeeze],
    gate: weights ? fixed(weights) : (sums) => activate(own, sums),
  };
}

const squeezeBy: Readonly<Record<Squeeze, SEParts["squeeze"]>> = {
  mean: (u) => mean(u, [1, 2]),
  max: (u) => max(u, [1, 2]),
  centre: (u) => mean(middle(u), [1, 2]),
  // The mean of the means loses fewer bits than one sum over the whole map.
  constant: (u) => mul<Tensor2D>(ones([1, u.shape[3]]), mean(mean(u, [1, 2]), 1, true)),
};

/** Returns what an activation makes of sums [batch, C]. */
export function activate(name: HiddenActivation | TrainedGate, sums: Tensor2D): Tensor2D {
  return activations[name](sums);
}

const hardSigmoid = (x: Tensor2D): Tensor2D => clipByValue(add<Tensor2D>(mul(x, 1 / 6), 0.5), 0, 1);

const activations: Readonly<Record<HiddenActivation | TrainedGate, (x: Tensor2D) => Tensor2D>> = {
  sigmoid,
  relu,
  tanh,
  hardSigmoid,
  hardSwish: (x) => mul(x, hardSigmoid(x)),
  silu: (x) => mul(x, sigmoid(x)),
  identity: (x) => clone(x),
};

/** Returns a map without the first and the last quarter of its rows and columns, rounded down. */
function middle(u: Tensor4D): Tensor4D {
  const [, height, width, channels] = u.shape;
  const [top, left] = [Math.floor(height / 4), Math.floor(width / 4)];
  return slice(u, [0, top, left, 0], [1, height - 2 * top, width - 2 * left, channels]);
}

function fixed(weights: Float32Array): SEParts["gate"] {
  return ({ shape }) => {
    const [one = 0] = weights;
    const all = weights.length === 1 ? new Float32Array(shape[1]).fill(one) : weights;
    return tensor2d(all, [1, shape[1]]);
  };
}
