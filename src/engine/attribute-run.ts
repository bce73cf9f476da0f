/** Asks a run that stays on the device where a detection's numbers come from. */

import {
  type Gradients,
  type WeightSets,
  evidenceOf,
  gradientsOf,
  placeOf,
  registerGradients,
  tryWeights,
} from "../network/index.ts";
import type { Detection, Evidence, TargetOf } from "../trace/index.ts";
import { type Network, onDevice } from "./download.ts";
import type { Run } from "./runs.ts";

/** A run with the network that made it. */
export interface RunOf {
  readonly network: Network;
  readonly run: Run;
}

/** A detection with sets of channel weights under which its logits are wanted. */
export interface TryRequest {
  readonly detection: Detection;
  readonly sets: WeightSets;
}

/** Returns what Detect reads at the detection's cell. Rejects with a ReadableError where that is no SE layer. */
export function evidenceIn({ network, run }: RunOf, detection: Detection): Promise<Evidence> {
  const { plan, parameters } = network;
  return onDevice(() =>
    evidenceOf(plan, parameters, {
      from: run.kept,
      place: placeOf(plan, { detection, target: "confidence" }),
      detection: detection.id,
      channelWeights: (layer) => run.channelWeights.get(layer)?.excitation ?? new Float32Array(),
    }),
  );
}

/** Returns the target's gradient by every channel weight that it depends on. */
export function gradientsIn({ network, run }: RunOf, target: TargetOf): Promise<Gradients> {
  const { plan, parameters } = network;
  registerGradients();
  return onDevice(() =>
    gradientsOf(plan, parameters, { from: run.kept, place: placeOf(plan, target) }),
  );
}

/** Returns six logits for each set of channel weights, in the order of `logitNames`. */
export function tryIn({ network, run }: RunOf, request: TryRequest): Promise<Float32Array> {
  const { plan, parameters } = network;
  const { detection, sets } = request;
  const place = placeOf(plan, { detection, target: "confidence" });
  return onDevice(() => tryWeights(plan, parameters, { from: run.kept, place, sets }));
}
