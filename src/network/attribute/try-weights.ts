/** A detection's logits under several sets of channel weights, in one batch. */

import { type Tensor2D, dispose, tensor2d } from "@tensorflow/tfjs-core";
import { type LayerKey, logitNames } from "../../trace/index.ts";
import type { Parameters } from "../parameters.ts";
import type { Plan } from "../plan.ts";
import type { Kept } from "../run.ts";
import type { TargetPlace } from "../target.ts";
import { onward, reaching } from "./onward.ts";

/** Sets of channel weights for some SE layers, the rest being computed as the run would. */
export interface WeightSets {
  /** How many sets. */
  readonly count: number;
  /** For each changed layer count · C numbers, set by set. */
  readonly layers: readonly (readonly [LayerKey, Float32Array])[];
}

/**
 * Returns six logits a set, in the order of `logitNames`: what a rerun with these channel weights gives at the
 * target's head, cell and anchor. At least one of the layers must reach the head.
 */
export async function tryWeights(
  plan: Plan,
  parameters: Parameters,
  {
    from,
    place,
    sets,
  }: {
    readonly from: Kept;
    readonly place: TargetPlace;
    readonly sets: WeightSets;
  },
): Promise<Float32Array> {
  const changed = reaching(plan, place).filter(({ key }) =>
    sets.layers.some(([one]) => one === key),
  );
  const given = new Map<LayerKey, Tensor2D>(
    sets.layers.map(([key, values]) => [
      key,
      tensor2d(values, [sets.count, values.length / sets.count]),
    ]),
  );
  let logits: Tensor2D | undefined;
  try {
    logits = onward(plan, parameters, {
      ...{ from, place },
      edited: changed.map(({ index }) => index),
      weights: ({ key }, excited) => given.get(key) ?? excited(),
    });
    const values = await logits.data<"float32">();
    const width = logits.shape[1];
    return Float32Array.from({ length: sets.count * logitNames.length }, (_, at) => {
      const name = logitNames[at % logitNames.length] ?? "class";
      return values[Math.floor(at / logitNames.length) * width + place.index[name]] ?? NaN;
    });
  } finally {
    dispose([...given.values(), ...(logits ? [logits] : [])]);
  }
}
