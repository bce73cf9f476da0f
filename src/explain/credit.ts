/** Exact credits: which channels of the SE layer before Detect a detection's number is made of. */

import {
  type Attribution,
  type Evidence,
  type Logit,
  type Target,
  eachLogit,
  sigmoid,
  targetValue,
} from "../trace/index.ts";

/** Steps of Simpson's rule, which is exact here to nine digits. */
const steps = 512;

/**
 * Returns each channel's credit. For a logit it is the channel's own term w·s·u, and bias + Σ = logit: nothing is
 * approximated. The confidence σ(o)·σ(c) is no sum; there a channel's credit is what its terms in both logits add
 * while all channels are raised from nothing to their whole together (Aumann and Shapley 1974; in networks
 * "integrated gradients", Sundararajan, Taly, Yan, arXiv 1703.01365), and these add up to it from the confidence
 * of the biases alone.
 */
export function creditOf(evidence: Evidence, target: Target): Attribution {
  const { detection, layer, logits } = evidence;
  const value = targetValue(
    eachLogit((name) => logits[name].value),
    target,
  );
  const { credits, base } =
    target === "confidence" ? confidenceCredits(evidence) : logitCredits(evidence, target);
  return {
    ...{ method: "credit", target, detection, value },
    layers: new Map([[layer, credits]]),
    base: new Map([[layer, base]]),
  };
}

/** Returns every channel's term in a logit, w·s·u. */
export function creditTerms(
  { input, channelWeights, logits }: Evidence,
  logit: Logit,
): Float32Array {
  const { parameters } = logits[logit];
  return input.map((u, c) => (parameters[c] ?? 0) * (channelWeights[c] ?? 0) * u);
}

interface Credits {
  readonly credits: Float32Array;
  readonly base: number;
}

function logitCredits(evidence: Evidence, logit: Logit): Credits {
  return { credits: creditTerms(evidence, logit), base: evidence.logits[logit].bias };
}

/** With o(t) = b + t·Σ, a unit of o counts ∫ σ'(o)·σ(c) dt, and a unit of c ∫ σ(o)·σ'(c) dt. */
function confidenceCredits(evidence: Evidence): Credits {
  const { logits } = evidence;
  const [objectness, classTerms] = [
    creditTerms(evidence, "objectness"),
    creditTerms(evidence, "class"),
  ];
  const at = (share: number): readonly [objectness: number, className: number] => [
    sigmoid(logits.objectness.bias + share * sumOf(objectness)),
    sigmoid(logits.class.bias + share * sumOf(classTerms)),
  ];
  let [ofObjectness, ofClass] = [0, 0];
  for (let k = 0; k <= steps; k++) {
    const part = (k === 0 || k === steps ? 1 : k % 2 === 0 ? 2 : 4) / (3 * steps);
    const [o, c] = at(k / steps);
    ofObjectness += part * o * (1 - o) * c;
    ofClass += part * o * c * (1 - c);
  }
  const [o, c] = at(0);
  return {
    credits: objectness.map((term, k) => term * ofObjectness + (classTerms[k] ?? 0) * ofClass),
    base: o * c,
  };
}

function sumOf(terms: Float32Array): number {
  return terms.reduce((sum, term) => sum + term, 0);
}
