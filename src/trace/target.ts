/** What a detection's numbers are, of the logits that Detect gave and of what it read. */

import type { Evidence, Logit, Target } from "./attribution.ts";

/** Returns σ(t), in (0, 1). */
export function sigmoid(t: number): number {
  return 1 / (1 + Math.exp(-t));
}

/** Returns a target's number of its logits: "confidence" is σ(objectness) · σ(class), the others are logits. */
export function targetValue(logits: Readonly<Record<Logit, number>>, target: Target): number {
  if (target !== "confidence") return logits[target];
  return sigmoid(logits.objectness) * sigmoid(logits.class);
}

/**
 * Returns a target's number with channel weights s of length C in place of the evidence's own: exact, since
 * Detect reads the SE layer through one 1×1 convolution, Σ w·s·u + bias.
 */
export function evidenceValue(
  { input, logits }: Evidence,
  { target, channelWeights: s }: { readonly target: Target; readonly channelWeights: Float32Array },
): number {
  const logit = (name: Logit): number => {
    const { parameters, bias } = logits[name];
    let sum = bias;
    for (let c = 0; c < input.length; c++)
      sum += (parameters[c] ?? 0) * (s[c] ?? 0) * (input[c] ?? 0);
    return sum;
  };
  if (target !== "confidence") return logit(target);
  return sigmoid(logit("objectness")) * sigmoid(logit("class"));
}
