/** Channel weights → the rows of a table. */

import type { Trace } from "../../trace/index.ts";
import type { Row } from "../parts/save/save.ts";
import type { ChannelWeightMarks } from "./marks.ts";

/** Returns one row a channel, from left to right as they are drawn. */
export function channelRows(
  trace: Trace,
  { layer, order, marks }: ChannelWeightMarks,
  { selected }: { readonly selected: readonly number[] },
): Row[] {
  const { squeeze } = trace.channelWeights(layer.key);
  return order.map((channel) => ({
    layer: layer.key,
    channel,
    squeeze: squeeze[channel],
    weight: marks[channel]?.weight,
    usual_mean: layer.reference?.mean[channel],
    usual_deviation: layer.reference?.deviation[channel],
    difference: marks[channel]?.difference,
    selected: selected.includes(channel) ? 1 : 0,
  }));
}
