/**
 * What every SE layer computes (Hu, Shen, Albanie, Sun, Wu: "Squeeze-and-Excitation Networks", arXiv
 * 1709.01507): z = mean of u over space, s = σ(W2 · ReLU(W1 · z)), x̃ = s · u; in forks with biases,
 * other activations, or one matrix.
 */

import { type Tensor2D, type Tensor4D, add, matMul, mul, reshape } from "@tensorflow/tfjs-core";
import {
  type Cells,
  type DenseUnit,
  type Inputs,
  type ModulePlan,
  type PlacedDense,
  type PlanContext,
  type RunContext,
  type SEForm,
  first,
  onlyInput,
  unitMultiplyAdds,
  wholeNumber,
} from "./module.ts";
import { activate, partsOf } from "./se-parts.ts";

/** Throws `context.fault` where the first argument names other channels than those that come in. */
export function checkChannels(context: PlanContext): void {
  const { channels } = onlyInput(context);
  const named = (context.args[0] ?? null) !== null;
  const stated = named ? context.scaled(wholeNumber(context, 0)) : channels;
  if (stated === channels) return;
  throw context.fault(
    `as many channels as come in, ${String(channels)}`,
    `${String(stated)} after the width multiple`,
  );
}

/** Returns a fully connected layer's trained part. */
export function dense(
  name: string,
  shape: { inputs: number; outputs: number; biased?: boolean },
): DenseUnit {
  return { kind: "dense", name, biased: false, ...shape };
}

/** Runs an SE layer: returns x̃ [batch, height, width, C]. */
export function runSE({ se }: ModulePlan, inputs: Inputs, run: RunContext): Tensor4D {
  if (!se) throw new Error("an SE layer was planned without its form");
  const u = first(inputs);
  return recalibrate(u, excite(u, se, run));
}

/** Returns s [batch, C] of a map [batch, height, width, C], and offers z, h and s by name. */
export function excite(u: Tensor4D, form: SEForm, run: RunContext): Tensor2D {
  // As trained, unless somebody asks what another squeeze or gate would give.
  const { squeeze, gate } = partsOf(run.edit, form.gate);
  const z = squeeze(u);
  const h =
    form.first === undefined ? z : activate(form.activation, connect(z, run.dense(form.first)));
  const s = gate(connect(h, run.dense(form.second)));
  run.keep("squeeze", z);
  run.keep("hidden", h);
  run.keep("excitation", s);
  return s;
}

/** Returns x̃ = s · u of s [batch, C], or [1, C] for all of them. */
export function recalibrate(u: Tensor4D, s: Tensor2D): Tensor4D {
  return mul(u, reshape(s, [s.shape[0], 1, 1, s.shape[1]]));
}

/** The squeeze adds every value of u and the recalibration multiplies it. */
export function seMultiplyAdds(plan: ModulePlan, cells: Cells): number {
  return unitMultiplyAdds(plan, cells) + 2 * cells.output * plan.output.channels;
}

function connect(x: Tensor2D, { matrix, bias }: PlacedDense): Tensor2D {
  const sums: Tensor2D = matMul(x, matrix);
  return bias ? add(sums, bias) : sums;
}
