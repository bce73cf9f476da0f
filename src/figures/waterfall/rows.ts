/** Exact credits → the rows of a table. */

import { creditTerms, largestFirst } from "../../explain/index.ts";
import type { Evidence } from "../../trace/index.ts";
import type { Row } from "../parts/save/save.ts";
import type { WaterfallMarks } from "./marks.ts";

/** Returns one row a channel, the largest credit first, with what its terms in both logits are made of. */
export function creditRows(
  evidence: Evidence,
  {
    marks,
    selected,
  }: {
    readonly marks: Pick<WaterfallMarks, "target" | "credits">;
    readonly selected: readonly number[];
  },
): Row[] {
  const { input, channelWeights, logits, layer, detection } = evidence;
  const terms = (["objectness", "class"] as const).map((logit) => creditTerms(evidence, logit));
  return largestFirst(marks.credits).map((channel) => ({
    ...{ detection, layer, channel, target: marks.target, credit: marks.credits[channel] },
    ...{ weight: channelWeights[channel], input: input[channel] },
    objectness_parameter: logits.objectness.parameters[channel],
    objectness_term: terms[0]?.[channel],
    class_parameter: logits.class.parameters[channel],
    class_term: terms[1]?.[channel],
    selected: selected.includes(channel) ? 1 : 0,
  }));
}
