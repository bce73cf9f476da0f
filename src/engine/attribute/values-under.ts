/** A detection's number under other channel weights, for whoever changes many of them. */

import { type OnProgress, ReadableError, type WeightSet } from "../../trace/index.ts";
import { type SubjectRequest, subjectOf } from "./subject.ts";

/** What is tried. */
export interface ValuesRequest extends SubjectRequest {
  readonly sets: readonly WeightSet[];
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Returns the target's number under each set of channel weights, as `rerun` would give it at the same head, cell
 * and anchor. Rejects with a ReadableError for a layer that is no SE layer, or weights that don't fit it.
 */
export async function valuesUnder(request: ValuesRequest): Promise<Float64Array> {
  const { trace, sets, onProgress } = request;
  for (const set of sets) checkSet(set, trace.model.seLayers);
  const subject = await subjectOf(request);
  const reaching = new Set([...subject.reaching].map(({ key }) => key));
  // What the head does not depend on changes nothing, and is not run.
  const changing = sets.map((set) => new Map([...set].filter(([key]) => reaching.has(key))));
  const run = changing.filter(({ size }) => size > 0);
  const found = await subject.trials.values(run, (tried) =>
    onProgress?.({ step: "Trying channel weights", share: tried / Math.max(run.length, 1) }),
  );
  return Float64Array.from(changing, (set) =>
    set.size > 0 ? (found[run.indexOf(set)] ?? NaN) : subject.value,
  );
}

function checkSet(
  set: WeightSet,
  layers: readonly { readonly key: string; readonly channels: number }[],
): void {
  for (const [key, weights] of set) {
    const layer = layers.find((one) => one.key === key);
    const fits = layer?.channels === weights.length && weights.every(Number.isFinite);
    if (fits) continue;
    throw new ReadableError({
      what: `The channel weights to try for ${key}`,
      expected: layer
        ? `${String(layer.channels)} finite numbers`
        : `an SE layer, one of ${layers.map((one) => one.key).join(", ")}`,
      found: layer ? `${String(weights.length)} numbers` : key,
    });
  }
}
