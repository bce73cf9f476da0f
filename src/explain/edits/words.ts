/** Changes in words. */

import { neutralWeight } from "../statistics.ts";
import type { Change, Reach } from "./change.ts";
import { packChannels } from "./pack.ts";

/** A change as a list shows it. */
export interface ChangeWords {
  /** "P5 channel 12", "P5 channels 3, 10–12", "P4, all channels". */
  readonly reach: string;
  /** "0.61 → 0", "scaled by 0.5". */
  readonly what: string;
}

/** A longer list of ranges is cut off. */
const longestList = 24;

/** Returns a change in words; `before` is s of the layer before it, for a single channel's number. */
export function changeWords(change: Change, before: Float32Array | undefined): ChangeWords {
  const [only, ...more] = change.channels ?? [];
  const was = more.length === 0 && only !== undefined ? before?.[only] : undefined;
  return { reach: reachWords(change), what: whatWords(change, was) };
}

/** Returns where a change reaches, in words. */
export function reachWords({ layer, channels }: Reach): string {
  if (!channels) return `${layer}, all channels`;
  const ranges = packChannels(channels).replaceAll("-", "–").replaceAll(",", ", ");
  if (channels.length === 1) return `${layer} channel ${ranges}`;
  return ranges.length > longestList
    ? `${layer}, ${String(channels.length)} channels`
    : `${layer} channels ${ranges}`;
}

function whatWords(change: Change, was: number | undefined): string {
  switch (change.kind) {
    case "set": {
      const { to } = change;
      if (typeof to !== "number") {
        const [only = 0, ...more] = to;
        return more.length > 0 ? "drawn" : whatWords({ ...change, to: only }, was);
      }
      if (was !== undefined) return `${number(was)} → ${number(to)}`;
      if (to === 0) return "muted";
      return to === neutralWeight ? "neutral" : `set to ${number(to)}`;
    }
    case "scale":
      return `scaled by ${number(change.by)}`;
    case "trained":
      return "as trained";
    case "usual":
      return "at the usual mean";
    case "solo":
      return "solo, all others 0";
    case "shuffle":
      return "shuffled";
    case "take":
      return `as in ${change.from}`;
  }
}

/** "0.61", "0.5", "0": at most three decimals, at most two where it was measured. */
function number(value: number): string {
  return String(
    Math.abs(value) < 0.1 ? Math.round(value * 1000) / 1000 : Math.round(value * 100) / 100,
  );
}
