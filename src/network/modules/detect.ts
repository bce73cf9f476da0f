/** Detect: one 1×1 convolution with bias a head scale, to 3 · (classes + 5) logits a cell. */

import { clone } from "@tensorflow/tfjs-core";
import { convolve } from "./conv.ts";
import { type ConvUnit, type ModuleType, given, multiplyAddsAt } from "./module.ts";

/** Returns the name under which Detect keeps the logits of its k-th input. */
export function logitsName(k: number): string {
  return `logits.${String(k)}`;
}

/** Arguments: classes, anchors. Its output is not a map: each head's logits are kept by name. */
export const Detect: ModuleType = {
  name: "Detect",
  head: "anchors",
  plan(context) {
    const [classes, anchors] = context.args;
    if (classes !== context.classes) {
      throw context.fault(
        `nc, ${String(context.classes)}, as the first argument`,
        JSON.stringify(classes ?? null),
      );
    }
    if (context.anchors.length === 0)
      throw context.fault("anchors at the top of the configuration", "none");
    const own = JSON.stringify(context.anchors.map((row) => row.flat()));
    if (anchors !== undefined && JSON.stringify(anchors) !== own) {
      throw context.fault("anchors as the second argument", JSON.stringify(anchors));
    }
    if (context.inputs.length !== context.anchors.length) {
      throw context.fault(
        `${String(context.anchors.length)} layers to read from, one for each row of anchors`,
        `${String(context.inputs.length)}`,
      );
    }
    const units = context.inputs.map(({ channels }, k): ConvUnit => ({
      kind: "conv",
      name: `m.${String(k)}`,
      inputs: channels,
      outputs: (context.anchors[k]?.length ?? 0) * (classes + 5),
      kernel: 1,
      stride: 1,
      padding: 0,
      normalised: false,
    }));
    return {
      output: { channels: units[0]?.outputs ?? 0, stride: context.inputs[0]?.stride ?? 1 },
      units,
    };
  },
  forward(_plan, inputs, run) {
    const logits = inputs.map((x, k) => x && convolve(x, run.conv(`m.${String(k)}`)));
    logits.forEach((tensor, k) => {
      if (tensor) run.keep(logitsName(k), tensor);
    });
    return clone(given(logits.find((tensor) => tensor !== undefined)));
  },
  // Each head's convolution runs on a map of its own size.
  multiplyAdds: ({ units }, { inputs }) =>
    units.reduce((sum, unit, k) => sum + multiplyAddsAt(unit, inputs[k] ?? 0), 0),
};
