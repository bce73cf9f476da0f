/** Finds and cuts the feature maps that were asked for. */

import type { Plan } from "../network/index.ts";
import { type FeatureMaps, type LayerKey, ReadableError } from "../trace/index.ts";
import type { MapRequest } from "./door.ts";
import type { WholeMap } from "./download.ts";

/** Which map to read, and what to multiply it by. */
export interface MapSource {
  readonly layer: LayerKey;
  /** The layer whose output is read; -1 is the photograph. */
  readonly index: number;
  /** True where the map must be multiplied by the channel weights. */
  readonly recalibrate: boolean;
}

/**
 * Returns where the maps of a layer come from: what an SE layer gives is what it reads times s, so that one
 * map is read for both. Throws a ReadableError where there is no such layer, or no input of it to show.
 */
export function findMap(
  plan: Plan,
  { layer: key, at }: Pick<MapRequest, "layer" | "at">,
): MapSource {
  const layer = plan.layers.find((one) => one.key === key || String(one.index) === key);
  if (!layer || layer.index === plan.detect) {
    const keys = plan.layers.flatMap((one) => (one.index === plan.detect ? [] : one.key));
    throw new ReadableError({
      what: `There is no layer ${key} with feature maps`,
      expected: `one of ${keys.join(", ")}`,
    });
  }
  const [source = -1] = layer.from;
  const isSE = plan.seLayers.includes(layer);
  if (at === "input" && !isSE) {
    const keys = plan.seLayers.map((one) => one.key);
    throw new ReadableError({
      what: `Layer ${key} has no maps before recalibration`,
      expected: `an SE layer, ${keys.length > 0 ? `one of ${keys.join(", ")}` : "but this network has none"}`,
    });
  }
  const once = isSE && layer.chain.length === 0 && source >= 0;
  if (at === "input" && !once) {
    throw new ReadableError({
      what: `Layer ${key} has no maps before recalibration that could be shown`,
      expected: "an SE layer that is run once and reads another layer",
    });
  }
  return {
    layer: layer.key,
    index: once ? source : layer.index,
    recalibrate: once && at === "output",
  };
}

/** Returns the maps of the channels (all where none are named), each value times the channel's scale. */
export function cutChannels(
  { shape: [height, width, count], values }: WholeMap,
  {
    channels,
    scale,
    layer,
  }: {
    readonly channels?: readonly number[] | undefined;
    readonly scale?: Float32Array | undefined;
    readonly layer: LayerKey;
  },
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
  return { height, width, channels: [...chosen], values: maps };
}
