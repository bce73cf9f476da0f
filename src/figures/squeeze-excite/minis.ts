/** What each closed step shows in small. */

import type { Trace } from "../../trace/index.ts";
import type { Block } from "./block.ts";

/** Bars of a closed step. */
export interface MiniBars {
  readonly values: ArrayLike<number>;
  readonly behind?: ArrayLike<number>;
  /** What a bar is. */
  readonly of: "channel" | "unit" | "detection";
  /** Said under the bars. */
  readonly caption: string;
}

/** Returns the bars of every step, in their order; a recalibrated map's mean is s·z, exactly. */
export function miniBars(
  { layer, weights }: Block,
  { versions }: { readonly versions: readonly (Trace | null | undefined)[] },
): readonly MiniBars[] {
  const { squeeze, hidden, excitation } = weights;
  const counts = versions.flatMap((trace) => (trace ? [trace.detections.length] : []));
  const channels = `${String(layer.channels)} channels`;
  return [
    { values: squeeze, of: "channel", caption: `z, ${channels}` },
    { values: hidden, of: "unit", caption: `h, ${String(layer.hidden)} units` },
    { values: excitation, of: "channel", caption: `s, ${channels}` },
    {
      values: squeeze.map((z, channel) => z * (excitation[channel] ?? 0)),
      behind: squeeze,
      of: "channel",
      caption: "means, before and after",
    },
    {
      values: versions[0]?.detections.map(({ confidence }) => confidence) ?? [],
      of: "detection",
      caption: `${counts.join(", ")} boxes`,
    },
  ];
}
