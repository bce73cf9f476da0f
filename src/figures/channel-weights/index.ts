/** The figure ChannelWeights. */

import type { FigureDefinition } from "../figure.ts";
import { sameSelection } from "../parts/selection.ts";
import ChannelWeights from "./ChannelWeights.svelte";

/** Every channel weight of an SE layer. */
export const channelWeights: FigureDefinition = {
  name: "ChannelWeights",
  summary:
    "Every channel weight of an SE layer: which channels were raised and lowered for this photograph.",
  component: ChannelWeights,
  initial: [],
  equal: sameSelection,
  options: [
    {
      name: "layer",
      type: "string",
      default: "the first SE layer",
      description: 'The SE layer, by its head scale ("P4") or its index ("22").',
    },
    {
      name: "sort",
      type: '"index" | "weight" | "difference"',
      default: '"index"',
      description:
        "The order of the channels. By difference: how far s is from its usual mean, in its usual standard deviations.",
    },
    {
      name: "height",
      type: "number",
      default: "300",
      description: "Height of the drawing, in pixels.",
    },
  ],
  value: "The indices of the selected channels, in the order of their selection; empty for none.",
  examples: [
    { title: "P3 by index", options: { layer: "P3" } },
    { title: "P4 by weight", options: { layer: "P4", sort: "weight" } },
    {
      title: "P5 by the difference from what is usual",
      options: { layer: "P5", sort: "difference" },
    },
    { title: "A layer without channel weights", options: { layer: "9" } },
  ],
};
