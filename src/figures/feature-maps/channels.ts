/** Which channels are shown, and why. */

import { range } from "d3";
import { standoutChannels, weightDifferences } from "../../explain/index.ts";
import type { Layer, LayerKey, Trace } from "../../trace/index.ts";
import { existing } from "../parts/selection.ts";

/** One channel with what its card says of it. */
export interface ShownChannel {
  readonly channel: number;
  /** s, in (0, 1); undefined in a layer without channel weights. */
  readonly weight: number | undefined;
  /** Against what is usual, in standard deviations; undefined without a reference. */
  readonly difference: number | undefined;
  /** Why it is shown, where nobody chose it. */
  readonly standing: "raised" | "lowered" | undefined;
}

/** The channels and where the choice comes from. */
export interface ShownChannels {
  readonly channels: readonly ShownChannel[];
  /** Chosen by a person or cell; standing out against what is usual, or against neutral; or just the first. */
  readonly choice: "chosen" | "reference" | "neutral" | "first";
}

/** How many of the raised and of the lowered are shown by default. */
const standouts = 3;

/**
 * Returns the chosen channels that the layer has; where there are none, the ones that stand out most in an
 * SE layer, and the first ones of any other.
 */
export function shownChannels(
  trace: Trace,
  layer: Layer,
  { chosen }: { readonly chosen: readonly number[] },
): ShownChannels {
  const describe = describer(trace, layer.key);
  const there = existing(chosen, layer.channels);
  if (there.length > 0) {
    return { choice: "chosen", channels: there.map((channel) => describe(channel)) };
  }
  if (hasWeights(trace, layer.key)) {
    const { raised, lowered, against } = standoutChannels(trace, layer.key, { count: standouts });
    if (raised.length + lowered.length > 0) {
      return {
        choice: against,
        channels: [
          ...raised.map((channel) => describe(channel, "raised")),
          ...lowered.map((channel) => describe(channel, "lowered")),
        ],
      };
    }
  }
  const first = range(Math.min(2 * standouts, layer.channels));
  return { choice: "first", channels: first.map((channel) => describe(channel)) };
}

/** Returns whether the layer is an SE layer. */
export function hasWeights({ model }: Trace, key: LayerKey): boolean {
  return model.seLayers.some((layer) => layer.key === key);
}

/** Returns a sentence on where the shown channels come from. */
export function choiceInWords({ choice, channels }: ShownChannels): string {
  const number = String(channels.length);
  switch (choice) {
    case "chosen":
      return channels.length === 1 ? "The chosen channel." : `The ${number} chosen channels.`;
    case "reference":
      return "Nothing chosen: the channels raised and lowered most against what is usual for them.";
    case "neutral":
      return "Nothing chosen: the channels raised and lowered most against neutral, 0.5.";
    case "first":
      return `Nothing chosen: the first ${number} channels.`;
  }
}

function describer(
  trace: Trace,
  key: LayerKey,
): (channel: number, standing?: "raised" | "lowered") => ShownChannel {
  const se = trace.model.seLayers.find((layer) => layer.key === key);
  const s = se && trace.channelWeights(key).excitation;
  const differences = s && se.reference && weightDifferences(s, se.reference);
  return (channel, standing) => ({
    channel,
    weight: s?.[channel],
    difference: differences?.[channel],
    standing,
  });
}
