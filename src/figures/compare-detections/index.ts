/** The figure CompareDetections. */

import type { FigureDefinition } from "../figure.ts";
import CompareDetections from "./CompareDetections.svelte";

/** What several versions of the network find. */
export const compareDetections: FigureDefinition = {
  name: "CompareDetections",
  summary:
    "The same photograph's detections under several versions of the network, in one table with the differences marked.",
  component: CompareDetections,
  initial: "",
  options: [
    {
      name: "others",
      type: "{name, trace}[]",
      default: "[]",
      description: "The other versions: what each is called, and its trace.",
    },
    {
      name: "name",
      type: "string",
      default: '"as trained"',
      description: "What the trace itself is called.",
    },
  ],
  value: 'The name of the version whose boxes are drawn; "" for the trace itself.',
  examples: [{ title: "One version alone", options: { name: "as trained" } }],
};
