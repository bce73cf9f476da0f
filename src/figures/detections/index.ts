/** The figure Detections. */

import type { FigureDefinition } from "../figure.ts";
import Detections from "./Detections.svelte";

/** The photograph with its detections. */
export const detections: FigureDefinition = {
  name: "Detections",
  summary: "The photograph with the boxes that the network found, coloured by head scale.",
  component: Detections,
  initial: null,
  state: {
    save: (value) =>
      typeof value === "object" && value !== null && "id" in value ? value.id : null,
    load: (id, trace) => (id === null ? null : trace.detections.find((one) => one.id === id)),
  },
  options: [
    {
      name: "confidence",
      type: "number",
      default: "0.25",
      description: "Boxes with a confidence up to this, in 0..1, are left out.",
    },
    {
      name: "iou",
      type: "number",
      default: "0.45",
      description:
        "Of two boxes of one class that overlap by more than this (intersection over union), the better stays.",
    },
    {
      name: "controls",
      type: "boolean",
      default: "true",
      description: "Whether sliders for the two thresholds stand above the photograph.",
    },
  ],
  value: "The selected detection, or null where none is selected.",
  examples: [
    { title: "The usual thresholds", options: {} },
    { title: "Everything above 0.05, without suppression", options: { confidence: 0.05, iou: 1 } },
    { title: "Without sliders", options: { controls: false } },
  ],
};
