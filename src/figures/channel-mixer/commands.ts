/** Commands of the keyboard → changes. */

import { type Change, mute, neutral, type Reach, setTo } from "../../explain/index.ts";
import type { Command } from "./keys.ts";

/** Some channels of a layer, one at least. */
export type Channels = Reach & { readonly channels: readonly number[] };

/** Returns the change that a command asks of some channels, whose weights are now `s`; undefined for other commands. */
export function commandChange(command: Command, at: Channels, s: Float32Array): Change | undefined {
  switch (command.kind) {
    case "add": {
      const moved = (channel: number): number =>
        Math.max(0, Math.min(1, (s[channel] ?? 0) + command.weight));
      const [first = 0, ...more] = at.channels.map(moved);
      return setTo(at, more.length === 0 ? first : [first, ...more]);
    }
    case "mute":
      return mute(at);
    case "neutral":
      return neutral(at);
    case "trained":
    case "solo":
      return { ...at, kind: command.kind };
    case "undo":
    case "redo":
    case "clear":
    case "go":
      return undefined;
  }
}
