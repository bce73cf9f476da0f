/** Faithfulness curves of made-up numbers, by which the figure shows itself where no network runs. */

import { curveOf, stepCounts } from "../../explain/index.ts";
import type { FaithfulnessCurve } from "../../trace/index.ts";

/** Returns curves over channels or patches, the same numbers every time: each order falls at its own rate. */
export function exampleCurves(of: FaithfulnessCurve["of"]): FaithfulnessCurve[] {
  const methods =
    of === "channels"
      ? (["credit", "gradient", "shapley"] as const)
      : (["gradCam", "eigenCam", "channelWeighted"] as const);
  const counts = stepCounts(64, 16);
  const run = (rate: number) => ({
    deletion: counts.map((count) => 0.83 * Math.exp((-rate * count) / 64)),
    insertion: counts.map((count) => 0.83 * (1 - Math.exp((-rate * count) / 64))),
  });
  const about = { of, target: "confidence", detection: "P5/3/4/1" } as const;
  return [
    ...methods.map((method, k) =>
      curveOf({ ...about, method }, { counts, runs: [run(9 - 3 * k)] }),
    ),
    curveOf({ ...about, method: "random" }, { counts, runs: [1.5, 2, 3].map(run) }),
  ];
}
