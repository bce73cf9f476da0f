/** Which layers a layer needs and which depend on it, and what must stay so that only those run again. */

import { type HeadScale, ReadableError } from "../trace/index.ts";
import type { Plan } from "./plan.ts";

/** Returns the layers and all that they read, directly or not. Throws a ReadableError for one there is not. */
export function upstream(plan: Plan, layers: Iterable<number>): Set<number> {
  return reach(plan, layers, (layer) => layer.from.filter((source) => source >= 0));
}

/** Returns the layers and all that read them, directly or not. Throws a ReadableError for one there is not. */
export function downstream(plan: Plan, layers: Iterable<number>): Set<number> {
  return reach(plan, layers, (layer) => layer.consumers);
}

/** Returns the head scales whose maps depend on a layer's output, fine to coarse: what an edit there changes. */
export function headsBehind(plan: Plan, layer: number): HeadScale[] {
  const behind = downstream(plan, [layer]);
  return plan.heads.filter((head) => behind.has(head.layer)).map(({ scale }) => scale);
}

/**
 * Returns the layers whose outputs must stay so that a change of any SE layers can be run from there: what
 * SE layers and all that depends on them read from outside. -1 is the photograph. What Detect reads is not
 * among them, since a head whose map is as it was has the logits that it had.
 */
export function mapsForReruns(plan: Plan): Set<number> {
  const maps = plan.seLayers.flatMap(({ index }) => {
    const changed = downstream(plan, [index]);
    return [...changed]
      .filter((layer) => layer !== plan.detect)
      .flatMap((layer) => plan.layers[layer]?.from ?? [])
      .filter((source) => !changed.has(source));
  });
  return new Set(maps);
}

function reach(
  plan: Plan,
  layers: Iterable<number>,
  next: (layer: Plan["layers"][number]) => readonly number[],
): Set<number> {
  const found = new Set<number>();
  const queue = [...layers];
  for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
    if (found.has(index)) continue;
    const layer = plan.layers[index];
    if (!layer) {
      throw new ReadableError({
        what: "There is no such layer to run",
        expected: `0 to ${String(plan.detect)}`,
        found: String(index),
      });
    }
    found.add(index);
    queue.push(...next(layer));
  }
  return found;
}
