/** What the marks of ChannelWeights mean. */

import type { LegendEntry } from "../parts/legend.ts";
import type { ChannelWeightMarks } from "./marks.ts";

/** Returns the legend for what is drawn. */
export function legendEntries({ measure, layer }: ChannelWeightMarks): LegendEntry[] {
  const raised: LegendEntry = { name: "raised", colour: "var(--raised)" };
  const lowered: LegendEntry = { name: "lowered", colour: "var(--lowered)" };
  const photographs = layer.reference?.photographs;
  if (measure === "difference") {
    return [
      { ...raised, name: "above its usual mean" },
      { ...lowered, name: "below its usual mean" },
    ];
  }
  const neutral = "neutral, 0.5";
  return [
    { ...raised, note: "above " + neutral },
    { ...lowered, note: "below " + neutral },
    ...(photographs === undefined
      ? []
      : [
          {
            name: "usual mean",
            note: `over ${String(photographs)} photographs`,
            colour: "var(--text)",
            mark: "tick" as const,
          },
        ]),
  ];
}
