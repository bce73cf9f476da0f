/** The figure HeatMap. */

import type { FigureDefinition } from "../figure.ts";
import HeatMap from "./HeatMap.svelte";

/** Heat maps over the photograph. */
export const heatMap: FigureDefinition = {
  name: "HeatMap",
  summary: "Where in the photograph a detection comes from, by one method or several side by side.",
  component: HeatMap,
  initial: null,
  options: [
    {
      name: "maps",
      type: "HeatMap[]",
      default: "[]",
      description:
        "What `where` gives. Without any the figure adds up the channels of `layer` itself.",
    },
    {
      name: "detection",
      type: "Detection | null",
      default: "the one that the maps explain",
      description: "Its box is drawn on every map.",
    },
    {
      name: "layer",
      type: "string",
      default: "the one that the detection's head reads",
      description: "The layer whose channels are added up where no maps are given.",
    },
    {
      name: "opacity",
      type: "number",
      default: "0.65",
      description: "Of the maps over the photograph, in 0..1.",
    },
  ],
  value: "The method that is shown alone, or null while all are.",
  examples: [
    { title: "The best detection's own layer", options: {} },
    { title: "A layer without channel weights, map alone", options: { layer: "9", opacity: 1 } },
  ],
};
