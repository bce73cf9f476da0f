/** Completes what a rerun tells with what stayed as it was, so that only what changed crosses the door. */

import type { ChannelWeights, LayerKey, Trace } from "../trace/index.ts";
import type { RunResult } from "./door.ts";

/** Returns a rerun's result with all candidates and channel weights; `before` is the trace that it was run from. */
export function completed(
  result: RunResult,
  before: Pick<Trace, "candidates" | "model" | "channelWeights">,
): RunResult {
  const { heads, ...told } = result;
  if (!heads) return result;
  const stayed = before.candidates.filter(({ headScale }) => !heads.includes(headScale));
  const known = new Map(told.channelWeights);
  return {
    ...told,
    candidates: [...stayed, ...told.candidates].sort((a, b) => b.confidence - a.confidence),
    channelWeights: before.model.seLayers.map(({ key }): readonly [LayerKey, ChannelWeights] => [
      key,
      known.get(key) ?? before.channelWeights(key),
    ]),
  };
}
