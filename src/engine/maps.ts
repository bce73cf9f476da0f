/** Cuts channels out of a layer's whole output. */

import { type FeatureMaps, type LayerKey, ReadableError } from "../trace/index.ts";
import type { WholeMap } from "./core.ts";

/** Returns the maps of the channels (all where none are named), each value times the channel's scale. */
export function cutChannels(
  { shape: [height, width, count], values }: WholeMap,
  {
    channels,
    scale,
    layer,
  }: { channels: readonly number[] | undefined; scale: Float32Array | undefined; layer: LayerKey },
): Pick<FeatureMaps, "height" | "width" | "channels" | "values"> {
  const chosen = channels ?? Array.from({ length: count }, (_, c) => c);
  const wrong = chosen.find((c) => !Number.isInteger(c) || c < 0 || c >= count);
  if (wrong !== undefined) {
    throw new ReadableError({
      what: `Layer ${layer} has no channel ${String(wrong)}`,
      expected: `whole numbers from 0 to ${String(count - 1)}`,
    });
  }
  const maps = chosen.map((channel) => {
    const factor = scale?.[channel] ?? 1;
    const map = new Float32Array(height * width);
    for (let i = 0; i < map.length; i++) map[i] = (values[i * count + channel] ?? 0) * factor;
    return map;
  });
  return { height, width, channels: chosen, values: maps };
}
