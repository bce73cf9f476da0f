/** What has no parameters: Concat and Upsample. */

import { wholeOf } from "../torch/attributes.ts";
import type { LayerReader } from "./layer.ts";

/** Reads Concat along the channels. */
export const concatReader: LayerReader = {
  classes: ["Concat"],
  read({ module, inputs, fault }) {
    const axis = module.attributes.get("d") ?? 1;
    if (axis !== 1) throw fault("the channels as the axis, 1", String(axis));
    const channels = inputs.reduce((sum, input) => sum + input.channels, 0);
    return {
      module: "Concat",
      args: [1],
      output: { channels, stride: inputs[0]?.stride ?? 1 },
      arrays: new Map(),
    };
  },
};

/** Reads Upsample by the nearest neighbour. */
export const upsampleReader: LayerReader = {
  classes: ["Upsample"],
  read({ module, inputs, fault }) {
    const factor = wholeOf(module.attributes.get("scale_factor"));
    const mode = module.attributes.get("mode");
    if (factor === undefined || mode !== "nearest")
      throw fault("a whole scale factor and mode nearest", String(mode));
    const { channels = 0, stride = 1 } = inputs[0] ?? {};
    return {
      module: "nn.Upsample",
      args: [null, factor, "nearest"],
      output: { channels, stride: stride / factor },
      arrays: new Map(),
    };
  },
};
