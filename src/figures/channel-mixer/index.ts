/** The figure ChannelMixer. */

import { changesOf, loadChanges, mixOf, saveChanges } from "../../explain/index.ts";
import type { SEEdits } from "../../trace/index.ts";
import type { FigureDefinition } from "../figure.ts";
import ChannelMixer from "./ChannelMixer.svelte";

/** Channel weights as faders. */
export const channelMixer: FigureDefinition = {
  name: "ChannelMixer",
  summary:
    "The channel weights of every SE layer as faders that can be dragged, and the detections that follow them.",
  component: ChannelMixer,
  initial: {},
  state: {
    save: (value) => (isEdits(value) ? saveChanges(changesOf(value)) : []),
    load: (state, trace) => mixOf(trace, loadChanges(state, trace.model)),
  },
  options: [
    {
      name: "rerun",
      type: "(trace, edits) => AsyncIterator<Trace>",
      default: "",
      description:
        "Runs the network with the edits, as the cells' own rerun does. Without it the detections do not follow.",
    },
    {
      name: "other",
      type: "Trace",
      default: "",
      description: "Another photograph's trace, whose channel weights the presets offer.",
    },
    {
      name: "mean",
      type: "Trace[]",
      default: "[]",
      description: "Traces whose mean channel weights the presets offer.",
    },
    {
      name: "layer",
      type: "string",
      default: "the first SE layer",
      description: 'The SE layer to begin with, by its head scale ("P4") or its index ("22").',
    },
    {
      name: "sort",
      type: '"index" | "weight" | "difference"',
      default: '"index"',
      description: "The order of the channels, by their weights before any change.",
    },
    {
      name: "height",
      type: "number",
      default: "240",
      description: "Height of the faders, in pixels.",
    },
  ],
  value:
    "Edits as rerun takes them, {} while nothing is changed; a new value when a change is made, not while it is dragged.",
  examples: [
    { title: "P5 by index", options: { layer: "P5" } },
    { title: "P4 by weight", options: { layer: "P4", sort: "weight" } },
  ],
};

function isEdits(value: unknown): value is SEEdits {
  return typeof value === "object" && value !== null;
}
