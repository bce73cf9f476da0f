/** The target as a function of one layer's numbers, to hold gradients against. */

import { tensor4d } from "@tensorflow/tfjs-core";
import type { SEEdits } from "../../../trace/index.ts";
import type { Parameters } from "../../parameters.ts";
import type { Plan } from "../../plan.ts";
import { runLayers } from "../../run.ts";
import { type TargetPlace, targetIn } from "../../target.ts";
import { type Start, logitsOf } from "../from-layer.ts";

/** Returns the target where a start's map has these numbers. */
export async function targetFrom(
  plan: Plan,
  parameters: Parameters,
  {
    start,
    place,
    edits,
    numbers,
  }: { start: Start; place: TargetPlace; edits: SEEdits; numbers: Float32Array },
): Promise<number> {
  const map = tensor4d(numbers, start.map.shape);
  const kept = runLayers(plan, parameters, {
    compute: new Set([...start.between, plan.detect]),
    given: new Map([...start.given, [start.layer.index, map]]),
    ...{ wanted: new Set<number>(), capture: false, edits },
  });
  const value = targetIn(logitsOf(kept, place), place);
  const [number = NaN] = await value.data();
  for (const one of [value, kept, map]) one.dispose();
  return number;
}
