/** Samples Shapley values of the layer that a head reads from what Detect read there, without running the network. */

import { type Evidence, type Target, sigmoid } from "../../trace/index.ts";
import { type Moments, addMoments, momentsOf, noMoments, orderOf } from "./orders.ts";

/** Which pairs of orders to walk. */
export interface SampleRequest {
  readonly target: Target;
  /** s of each absent channel, length C. */
  readonly absent: Float32Array;
  readonly seed: number;
  /** The first pair, from 0, and how many. */
  readonly first: number;
  readonly pairs: number;
}

/** Returns the moments of the pairs: every value exact, since a channel adds w·(s − absent)·u to each logit. */
export function sampleEvidence(
  evidence: Evidence,
  { target, absent, seed, first, pairs }: SampleRequest,
): Moments {
  const { input: u, channelWeights: s, logits } = evidence;
  const names = target === "confidence" ? (["objectness", "class"] as const) : [target];
  const terms = names.map((name) => {
    const { parameters: w, bias } = logits[name];
    const without = u.reduce((sum, x, c) => sum + (w[c] ?? 0) * (absent[c] ?? 0) * x, bias);
    const steps = Float64Array.from(
      u,
      (x, c) => (w[c] ?? 0) * ((s[c] ?? 0) - (absent[c] ?? 0)) * x,
    );
    return { without, steps };
  });
  const [one, other] = terms;
  if (!one) throw new Error("a target has at least one logit");
  const values = new Float64Array(u.length + 1);
  const walk = (order: Uint32Array): Float64Array => {
    let a = one.without;
    let b = other?.without ?? 0;
    for (let k = 0; k <= order.length; k++) {
      values[k] = other ? sigmoid(a) * sigmoid(b) : a;
      a += one.steps[order[k] ?? -1] ?? 0;
      b += other?.steps[order[k] ?? -1] ?? 0;
    }
    return values;
  };
  let all = noMoments(u.length);
  for (let pair = first; pair < first + pairs; pair++)
    all = addMoments(all, momentsOf(orderOf(u.length, { seed, pair }), walk));
  return all;
}
