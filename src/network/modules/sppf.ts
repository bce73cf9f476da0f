/** SPPF: spatial pyramid pooling by three chained max pools, all four maps concatenated. */

import { concat } from "@tensorflow/tfjs-core";
import { conv, convUnit } from "./conv.ts";
import {
  type ModulePlan,
  type ModuleType,
  checkWindow,
  first,
  onlyInput,
  wholeNumber,
} from "./module.ts";
import { maxPoolSame } from "./max-pool.ts";

interface SPPFPlan extends ModulePlan {
  readonly kernel: number;
}

/** Arguments: channels, kernel = 5. */
export const SPPF: ModuleType<SPPFPlan> = {
  name: "SPPF",
  plan(context): SPPFPlan {
    const { channels: inputs, stride } = onlyInput(context);
    const outputs = context.scaled(wholeNumber(context, 0));
    const kernel = wholeNumber(context, 1, 5);
    checkWindow(context, { kernel, stride: 1, padding: Math.floor(kernel / 2) });
    const hidden = Math.floor(inputs / 2);
    return {
      output: { channels: outputs, stride },
      units: [
        convUnit("cv1", { inputs, outputs: hidden }),
        convUnit("cv2", { inputs: 4 * hidden, outputs }),
      ],
      kernel,
    };
  },
  forward(plan, inputs, run) {
    const pool = (x: typeof y0): typeof y0 => maxPoolSame(x, plan.kernel);
    const y0 = conv(first(inputs), run.conv("cv1"));
    const y1 = pool(y0);
    const y2 = pool(y1);
    return conv(concat([y0, y1, y2, pool(y2)], 3), run.conv("cv2"));
  },
};
