/** Ablation: what a detection's number loses when one channel weight after the other is set to neutral or zero. */

import type { Attribution, LayerKey, OnProgress, SELayer } from "../../trace/index.ts";
import {
  type SubjectRequest,
  absentWeights,
  attributionOf,
  only,
  subjectOf,
  weightsIn,
} from "./subject.ts";

/** What is ablated, and how. */
export interface AblateRequest extends SubjectRequest {
  readonly absent: "neutral" | "zero";
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Returns the value less what it is with one channel weight changed, for every channel of the asked layers: exact
 * from what Detect reads for the layer that the head reads, by reruns for the others, and 0 where the head does not
 * depend on the layer.
 */
export async function ablateChannels(request: AblateRequest): Promise<Attribution> {
  const { trace, absent, onProgress } = request;
  const subject = await subjectOf(request);
  const asked = subject.layers.filter((layer) => subject.reaching.has(layer));
  const total = asked.reduce((sum, { channels }) => sum + channels + 1, 0);
  const found = new Map<LayerKey, Float32Array>(
    subject.layers.map(({ key, channels }) => [key, new Float32Array(channels)]),
  );
  let done = 0;
  const ablated = async (layer: SELayer): Promise<Float32Array> => {
    const own = weightsIn(trace, layer);
    const without = absentWeights(layer, absent);
    const sets = Array.from(without, (weight, c) => only(layer, own.with(c, weight)));
    // Unchanged weights go the same way, so that rounding is on both sides of the difference.
    const [value = NaN, ...values] = await subject.trials.values(
      [only(layer, own), ...sets],
      (tried) => onProgress?.({ step: "Ablating channels", share: (done + tried) / total }),
    );
    done += sets.length + 1;
    return Float32Array.from(values, (without) => value - without);
  };
  for (const layer of asked) found.set(layer.key, await ablated(layer));
  const method = absent === "neutral" ? "ablateNeutral" : "ablateZero";
  return attributionOf(subject, { method, layers: found });
}
