/** How far methods agree, in words and rows. */

import type { AgreeingPair, Agreement } from "../../explain/index.ts";
import { type Attributions, type LayerKey, type Method, methods } from "../../trace/index.ts";
import { share } from "../parts/format.ts";
import { insideSentence, methodLook } from "../parts/methods.ts";
import type { Row } from "../parts/save/save.ts";

/** Returns the pair that is least alike; undefined where no two methods can be compared. */
export function leastAlike({ pairs }: Agreement): AgreeingPair | undefined {
  return known(pairs)[0];
}

/** Returns how far two orders agree. */
export function agreeing(correlation: number): string {
  if (correlation >= 0.9) return "agree on the order";
  if (correlation >= 0.7) return "mostly agree on the order";
  if (correlation >= 0.4) return "agree only in part on the order";
  return "do not agree on the order";
}

/** Returns a sentence or two on whether the methods put a layer's channels in one order. */
export function agreementWords({ layer, pairs }: Agreement): string {
  const ranked = known(pairs);
  const [least, most] = [ranked[0], ranked.at(-1)];
  if (!least || !most) return `At ${layer} there are no two methods to compare yet.`;
  if (ranked.length > 1 && least.correlation >= 0.9)
    return `The methods agree on the order of ${layer}'s channels: every two by at least ${share(least.correlation)}.`;
  const words = `${namesOf(least)} ${agreeing(least.correlation)} of ${layer}'s channels: ${share(least.correlation)}.`;
  if (ranked.length === 1) return words;
  return `${words} Most alike are ${insideSentence(most.one)} and ${insideSentence(most.other)}: ${share(most.correlation)}.`;
}

/** Returns one row a channel, with every method's number and standard error. */
export function agreementRows(
  { byMethod, target, detection }: Attributions,
  layer: LayerKey,
): Row[] {
  const there = methods.flatMap((method) => byMethod.get(method) ?? []);
  const channels = Math.max(0, ...there.map(({ layers }) => layers.get(layer)?.length ?? 0));
  return Array.from({ length: channels }, (_, channel) => ({
    ...{ detection: detection.id, target, layer, channel },
    ...Object.fromEntries(
      there.flatMap(({ method, layers, errors }): (readonly [string, number | undefined])[] => [
        ...(layers.has(layer) ? [[method, layers.get(layer)?.[channel]] as const] : []),
        ...(errors?.has(layer) ? [[`${method}_error`, errors.get(layer)?.[channel]] as const] : []),
      ]),
    ),
  }));
}

/** Returns why a method has no numbers for a layer, one sentence a method; none for one that is still to come. */
export function missingAt(
  { byMethod, missing, evidence }: Attributions,
  layer: LayerKey,
): { readonly method: Method; readonly why: string }[] {
  return methods.flatMap((method) => {
    const why = missing.get(method);
    if (why !== undefined) return [{ method, why }];
    const elsewhere = byMethod.get(method);
    if (!elsewhere || elsewhere.layers.has(layer)) return [];
    const own = evidence?.layer ?? [...elsewhere.layers.keys()].join(", ");
    return [
      {
        method,
        why: `There is none at ${layer}: exact credit reaches ${own}, the layer that the detection's head reads.`,
      },
    ];
  });
}

function known(pairs: readonly AgreeingPair[]): AgreeingPair[] {
  return pairs
    .filter(({ correlation }) => Number.isFinite(correlation))
    .sort((a, b) => a.correlation - b.correlation);
}

function namesOf({ one, other }: AgreeingPair): string {
  return `${methodLook(one).name} and ${insideSentence(other)}`;
}
