/** The channel weights of a layer in sentences. */

import type { ChannelStatistics } from "../../explain/index.ts";
import { exactShare, share } from "../parts/format.ts";

/** Returns what a person should know at a glance. */
export function summary({ channels, above, below, mean, spread }: ChannelStatistics): string {
  return (
    `${String(above)} of ${String(channels)} channels above neutral, ${String(below)} below; ` +
    `mean ${share(mean)}, spread ${share(spread)}.`
  );
}

/** Returns how many channels are unusual here, where that can be said. */
export function unusualChannels({ unusual, channels }: ChannelStatistics): string | undefined {
  if (unusual === undefined) return undefined;
  return `${String(unusual)} of ${String(channels)} are more than two standard deviations from what they usually are.`;
}

/** Returns a warning where the layer does no work worth looking at; undefined where it does. */
export function warning({ standing, smallest, largest }: ChannelStatistics): string | undefined {
  switch (standing) {
    case "working":
      return undefined;
    case "neutral":
      return `Every channel weight is near neutral, from ${exactShare(smallest)} to ${exactShare(largest)}: this excitation was probably never trained, and scales all channels alike.`;
    case "open":
      return `Every channel weight is near 1, from ${exactShare(smallest)} to ${exactShare(largest)}: this layer passes its channels on as they are.`;
  }
}
