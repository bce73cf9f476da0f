/** Which head scales a network has. */

import type { Head, Trace } from "../../trace/index.ts";

/** Returns the heads' scales; of a graph, which does not tell them, those that gave candidates, finest first. */
export function headsOf({
  model,
  candidates,
}: Pick<Trace, "model" | "candidates">): readonly Pick<Head, "scale" | "stride">[] {
  if (model.heads.length > 0) return model.heads;
  const found = new Map(candidates.map(({ headScale, stride }) => [headScale, stride]));
  return [...found]
    .map(([scale, stride]) => ({ scale, stride }))
    .sort((a, b) => a.stride - b.stride);
}
