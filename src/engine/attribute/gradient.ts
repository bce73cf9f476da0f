/**
 * Gradient × channel weight: s · ∂value/∂s, after Shrikumar, Greenside, Shcherbina, Kundaje, "Not Just a Black
 * Box" (arXiv 1605.01713), with the channel weight in the input's place.
 */

import type { Attribution } from "../../trace/index.ts";
import { type SubjectRequest, attributionOf, subjectOf, weightsIn } from "./subject.ts";

/** Returns s times the target's gradient by s for every channel of the asked layers, in the target's unit. */
export async function gradientAttribution(request: SubjectRequest): Promise<Attribution> {
  const subject = await subjectOf(request);
  const { runner, trace, detection, target, signal } = request;
  const { layers: found } = await runner.ask(trace, {
    step: "Following the gradient back",
    failure: "The gradient could not be computed",
    signal,
    question: (core, handle) => core.gradients(handle, { detection, target }),
  });
  const gradients = new Map(found);
  return attributionOf(subject, {
    method: "gradient",
    layers: new Map(
      subject.layers.map((layer) => {
        const gradient = gradients.get(layer.key);
        return [layer.key, weightsIn(trace, layer).map((s, c) => s * (gradient?.[c] ?? 0))];
      }),
    ),
  });
}
