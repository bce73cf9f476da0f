/** The figure FeatureMaps. */

import type { FigureDefinition } from "../figure.ts";
import { sameSelection } from "../parts/selection.ts";
import FeatureMaps from "./FeatureMaps.svelte";

/** Feature maps over the photograph, before and after recalibration. */
export const featureMaps: FigureDefinition = {
  name: "FeatureMaps",
  summary:
    "What channels of a layer look at: their maps over the photograph, before and after recalibration.",
  component: FeatureMaps,
  initial: [],
  equal: sameSelection,
  options: [
    {
      name: "layer",
      type: "string",
      default: "the first SE layer",
      description:
        'Any layer, by its head scale ("P4") or its index ("9"). A layer without channel weights shows one map a channel.',
    },
    {
      name: "channels",
      type: "number[]",
      default: "[]",
      description:
        "The channels to show; whenever it changes, the value becomes it. Empty: the three raised most and the three lowered most, against what is usual for them where that was measured, else against neutral.",
    },
    {
      name: "columns",
      type: "number",
      default: "by the width",
      description: "How many channels stand side by side.",
    },
    {
      name: "overlay",
      type: "boolean",
      default: "true",
      description: "Whether the maps lie over the photograph or stand alone.",
    },
    {
      name: "detection",
      type: "Detection | null",
      default: "null",
      description: "A detection whose box is outlined on every map.",
    },
  ],
  value: "The indices of the chosen channels; empty while the ones that stand out are shown.",
  examples: [
    { title: "What stands out at P4", options: { layer: "P4" } },
    {
      title: "Two channels of P5, maps alone",
      options: { layer: "P5", channels: [3, 31], overlay: false },
    },
    { title: "A layer without channel weights", options: { layer: "9", columns: 4 } },
  ],
};
