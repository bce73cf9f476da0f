/** Runs again only what depends on edited SE layers, from the maps that an earlier run kept. */

import type { SEEdits } from "../trace/index.ts";
import { downstream, mapsForReruns } from "./dependence.ts";
import { checkEdits, editedLayers, mergeEdits } from "./edits.ts";
import type { Parameters } from "./parameters.ts";
import type { Plan } from "./plan.ts";
import { type Kept, runLayers } from "./run.ts";

/** What to change of which run. */
export interface RerunOptions {
  /** An earlier run with capture; it stays the caller's, and what comes back lives without it. */
  readonly from: Kept;
  /** What to change of it, by SE layer; an empty edit puts a layer back as trained. */
  readonly edits: SEEdits;
}

/**
 * Returns what a forward pass with the earlier run's edits and these on top of them keeps: the logits of the
 * heads and the numbers of the SE layers that depend on an edited layer, and the maps for a further rerun.
 * All else is as it was in the earlier run. Throws a ReadableError where an edit doesn't fit the network.
 */
export function rerun(plan: Plan, parameters: Parameters, { from, edits }: RerunOptions): Kept {
  const checked = checkEdits(plan, edits);
  const compute = downstream(plan, editedLayers(plan, checked));
  return runLayers(plan, parameters, {
    compute,
    given: new Map([...from.layers].filter(([index]) => !compute.has(index))),
    wanted: mapsForReruns(plan),
    capture: true,
    edits: mergeEdits(from.edits, checked),
  });
}
