/** The figure Faithfulness. */

import type { FigureDefinition } from "../figure.ts";
import { exampleCurves } from "./example.ts";
import Faithfulness from "./Faithfulness.svelte";

/** Deletion and insertion curves. */
export const faithfulness: FigureDefinition = {
  name: "Faithfulness",
  summary:
    "Deletion and insertion curves of explanations, against random orders, with the area under each.",
  component: Faithfulness,
  initial: null,
  options: [
    {
      name: "curves",
      type: "FaithfulnessCurve[]",
      default: "[]",
      description: "What `faithfulness` gives, over channels, patches or both.",
    },
  ],
  value: "The method whose curves stand out, or null.",
  examples: [
    {
      title: "Channels and patches, made-up numbers",
      options: { curves: [...exampleCurves("channels"), ...exampleCurves("patches")] },
    },
  ],
};
