/** The figure Waterfall. */

import type { FigureDefinition } from "../figure.ts";
import { sameSelection } from "../parts/selection.ts";
import { exampleAttributions } from "./example.ts";
import Waterfall from "./Waterfall.svelte";

/** Exact credits as a sum. */
export const waterfall: FigureDefinition = {
  name: "Waterfall",
  summary:
    "What a detection's confidence or logit is made of: the bias and each channel's exact credit, which add up to it.",
  component: Waterfall,
  initial: [],
  equal: sameSelection,
  options: [
    {
      name: "attributions",
      type: "Attributions",
      default: "",
      description: "What `attribute` answers; exact credits are in it whatever methods were asked.",
    },
    {
      name: "target",
      type: '"confidence" | "objectness" | "class" | "x" | "y" | "width" | "height"',
      default: "what the attributions explain",
      description: "The number to which the bars add up.",
    },
    {
      name: "most",
      type: "number",
      default: "12",
      description: "Channels with a bar of their own; the others are added up.",
    },
  ],
  value: "The indices of the selected channels, in the order of their selection.",
  examples: [
    { title: "The confidence, made-up numbers", options: { attributions: exampleAttributions() } },
    {
      title: "The class logit, twenty channels, made-up numbers",
      options: { attributions: exampleAttributions(), target: "class", most: 20 },
    },
  ],
};
