/** SPPCSPC: three parallel max pools on one of two branches, joined by a Conv (YOLOv7). */

import { concat, maxPool } from "@tensorflow/tfjs-core";
import { conv, convUnit } from "./conv.ts";
import { type ModuleType, first, onlyInput, wholeNumber } from "./module.ts";

/** Kernels of its pools. */
const kernels = [5, 9, 13] as const;

/** Argument: channels. */
export const SPPCSPC: ModuleType = {
  name: "SPPCSPC",
  plan(context) {
    const { channels: inputs, stride } = onlyInput(context);
    const outputs = context.scaled(wholeNumber(context, 0));
    const same = { inputs: outputs, outputs };
    return {
      output: { channels: outputs, stride },
      units: [
        convUnit("cv1", { inputs, outputs }),
        convUnit("cv2", { inputs, outputs }),
        convUnit("cv3", { ...same, kernel: 3 }),
        convUnit("cv4", same),
        convUnit("cv5", { inputs: (kernels.length + 1) * outputs, outputs }),
        convUnit("cv6", { ...same, kernel: 3 }),
        convUnit("cv7", { inputs: 2 * outputs, outputs }),
      ],
    };
  },
  forward(_plan, inputs, run) {
    const x = first(inputs);
    const narrow = conv(conv(conv(x, run.conv("cv1")), run.conv("cv3")), run.conv("cv4"));
    const pools = kernels.map((k) => maxPool(narrow, k, 1, Math.floor(k / 2), "floor"));
    const pooled = conv(concat([narrow, ...pools], 3), run.conv("cv5"));
    const y = conv(pooled, run.conv("cv6"));
    return conv(concat([y, conv(x, run.conv("cv2"))], 3), run.conv("cv7"));
  },
};
