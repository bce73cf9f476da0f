/**
 * SEAttention: Squeeze-and-Excitation (Hu, Shen, Albanie, Sun, Wu: "Squeeze-and-Excitation Networks",
 * arXiv 1709.01507): z = mean of u over space, s = σ(W2 · ReLU(W1 · z)), x̃ = s · u.
 */

import { type Tensor2D, type Tensor4D, matMul, mul, relu, reshape } from "@tensorflow/tfjs-core";
import {
  type DenseUnit,
  type ModulePlan,
  type ModuleType,
  type RunContext,
  first,
  onlyInput,
  unitMultiplyAdds,
  wholeNumber,
} from "./module.ts";
import { partsOf } from "./se-parts.ts";

/** Names of its two fully connected layers, as PyTorch numbers them. */
export const excitationUnits = { first: "fc.0", second: "fc.2" } as const;

/** Arguments: channels (scaled, must equal the input's; None for as many), reduction ratio = 16. */
export const SEAttention: ModuleType = {
  name: "SEAttention",
  plan(context): ModulePlan {
    const input = onlyInput(context);
    const { channels } = input;
    const named = (context.args[0] ?? null) !== null;
    const stated = named ? context.scaled(wholeNumber(context, 0)) : channels;
    if (stated !== channels) {
      throw context.fault(
        `as many channels as come in, ${String(channels)}`,
        `${String(stated)} after the width multiple`,
      );
    }
    const hidden = Math.floor(channels / wholeNumber(context, 1, 16));
    if (hidden < 1)
      throw context.fault(
        `a reduction ratio up to ${String(channels)}`,
        JSON.stringify(context.args[1]),
      );
    const dense = (name: string, inputs: number, outputs: number): DenseUnit => ({
      kind: "dense",
      name,
      inputs,
      outputs,
    });
    return {
      output: input,
      units: [
        dense(excitationUnits.first, channels, hidden),
        dense(excitationUnits.second, hidden, channels),
      ],
    };
  },
  forward(_plan, inputs, run) {
    const u = first(inputs);
    return recalibrate(u, excite(u, run));
  },
  // The squeeze adds every value of u and the recalibration multiplies it.
  multiplyAdds: (plan, cells) =>
    unitMultiplyAdds(plan, cells) + 2 * cells.output * plan.output.channels,
};

/** Returns s [batch, C] of a map [batch, height, width, C], and offers z, h and s by name. */
export function excite(u: Tensor4D, run: RunContext): Tensor2D {
  // The mean and σ, unless somebody asks what another squeeze or gate would give.
  const { squeeze, gate } = partsOf(run.edit);
  const z = squeeze(u);
  const h = relu(matMul(z, run.dense(excitationUnits.first).matrix));
  const s = gate(matMul(h, run.dense(excitationUnits.second).matrix));
  run.keep("squeeze", z);
  run.keep("hidden", h);
  run.keep("excitation", s);
  return s;
}

/** Returns x̃ = s · u of s [batch, C], or [1, C] for all of them. */
export function recalibrate(u: Tensor4D, s: Tensor2D): Tensor4D {
  return mul(u, reshape(s, [s.shape[0], 1, 1, s.shape[1]]));
}
