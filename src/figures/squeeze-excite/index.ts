/** The figure SqueezeExcite. */

import type { FigureDefinition } from "../figure.ts";
import SqueezeExcite from "./SqueezeExcite.svelte";
import { nothingChosen, sameChoice } from "./value.ts";

/** One SE layer, step by step. */
export const squeezeExcite: FigureDefinition = {
  name: "SqueezeExcite",
  summary:
    "One SE layer as one picture, from feature maps to detections, in which each of five steps opens in its place.",
  component: SqueezeExcite,
  initial: nothingChosen,
  equal: sameChoice,
  options: [
    {
      name: "layer",
      type: "string",
      default: "the first SE layer",
      description: 'An SE layer, by its head scale ("P4") or its index ("22").',
    },
    {
      name: "usual",
      type: "Trace | null",
      default: "none",
      description:
        "The same photograph with every s of this layer at its usual mean, for the last step.",
    },
    {
      name: "neutral",
      type: "Trace | null",
      default: "none",
      description: "The same photograph with every s of this layer at 0.5, for the last step.",
    },
  ],
  value:
    "`{step, channel, unit}`: the open step from 1 to 5, and the channel and hidden unit that are followed. null lets the figure pick: the channel raised most, the largest unit.",
  examples: [
    { title: "The first step at P3", options: { layer: "P3" } },
    { title: "The same layer of the coarsest map", options: { layer: "P5" } },
  ],
};
