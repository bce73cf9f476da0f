/** What a new notebook can begin with: files in src/notebook/templates, in Notebook Kit's format. */

import blank from "../../notebook/templates/blank.html?raw";
import compare from "../../notebook/templates/compare-layers.html?raw";
import photograph from "../../notebook/templates/photograph-and-detections.html?raw";

/** One beginning. */
export interface Template {
  readonly name: string;
  /** What is in it, in a sentence. */
  readonly description: string;
  readonly text: string;
}

/** In the order they are offered. */
export const templates: readonly Template[] = [
  { name: "Blank", description: "One empty cell of text.", text: blank },
  {
    name: "Photograph and detections",
    description:
      "Choose a photograph, see what is found, and what one SE layer raised and lowered.",
    text: photograph,
  },
  {
    name: "Compare SE layers",
    description: "The same photograph in P3, P4 and P5 side by side, with the numbers in a table.",
    text: compare,
  },
];
