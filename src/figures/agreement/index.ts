/** The figure Agreement. */

import type { FigureDefinition } from "../figure.ts";
import { exampleAttributions } from "../waterfall/example.ts";
import Agreement from "./Agreement.svelte";

/** Rank correlations of methods. */
export const agreement: FigureDefinition = {
  name: "Agreement",
  summary:
    "Whether methods of attribution put a layer's channels in the same order: rank correlations, and any two against each other.",
  component: Agreement,
  initial: null,
  equal: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  options: [
    {
      name: "attributions",
      type: "Attributions",
      default: "",
      description: "What `attribute` answers; methods that are still to come join as they do.",
    },
    {
      name: "layer",
      type: "string",
      default: "the one that the detection's head reads",
      description: "The SE layer to begin with.",
    },
  ],
  value: "The two methods that are drawn against each other, or null for those least alike.",
  examples: [
    {
      title: "Five methods at P5, made-up numbers",
      options: { attributions: exampleAttributions() },
    },
    {
      title: "Another layer, without exact credit, made-up numbers",
      options: { attributions: exampleAttributions(), layer: "P4" },
    },
  ],
};
