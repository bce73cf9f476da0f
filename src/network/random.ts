/** Random parameters for a configuration, so that it runs: only shapes and costs mean anything then. */

import type { NamedArray, NamedArrays } from "../trace/index.ts";
import { expectedArrays } from "./expected.ts";
import type { Plan } from "./plan.ts";

/** σ(−6) = 0.0025: below the least confidence of a candidate, since a random network finds nothing. */
const headBias = -6;

/**
 * Returns every array that the plan expects, the same for the same seed. Matrices and convolutions are uniform with
 * a variance of 2 over what each output adds up (He et al., arXiv 1502.01852), so that activations neither vanish
 * nor overflow; batch normalisation has mean 0, variance 1, scale 1 and shifts in ±0.3.
 */
export function randomParameters(plan: Plan, seed: number): NamedArrays {
  const next = uniform(seed);
  const head = `model.${String(plan.detect)}.`;
  return new Map(
    expectedArrays(plan).map(({ name, shape }): [string, NamedArray] => {
      const size = shape.reduce((product, side) => product * side, 1);
      const last = name.startsWith(head) && !/\.(conv|bn)\.\w+$/.test(name);
      const fill = (value: () => number): NamedArray => ({
        shape,
        values: Float32Array.from({ length: size }, value),
      });
      if (name.endsWith(".running_var") || name.endsWith(".bn.weight"))
        return [name, fill(() => 1)];
      if (name.endsWith(".running_mean")) return [name, fill(() => 0)];
      if (name.endsWith(".bias")) return [name, fill(last ? () => headBias : () => 0.3 * next())];
      const inputs = size / (shape[0] ?? 1);
      // The head's own logits stay near their bias.
      const spread = Math.sqrt(6 / inputs) * (last ? 0.1 : 1);
      return [name, fill(() => spread * next())];
    }),
  );
}

/** Returns numbers in −1..1 (mulberry32, public domain). */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}
