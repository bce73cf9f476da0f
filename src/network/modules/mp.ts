/** MP: max pooling that halves both sides (YOLOv7). */

import { maxPool } from "@tensorflow/tfjs-core";
import {
  type ModulePlan,
  type ModuleType,
  checkWindow,
  first,
  onlyInput,
  wholeNumber,
} from "./module.ts";

interface MPPlan extends ModulePlan {
  readonly kernel: number;
}

/** Argument: kernel = 2, which is the stride as well. */
export const MP: ModuleType<MPPlan> = {
  name: "MP",
  plan(context): MPPlan {
    const { channels, stride } = onlyInput(context);
    const kernel = wholeNumber(context, 0, 2);
    checkWindow(context, { kernel, stride: kernel, padding: 0 });
    return { output: { channels, stride: stride * kernel }, units: [], kernel };
  },
  forward: ({ kernel }, inputs) => maxPool(first(inputs), kernel, kernel, 0, "floor"),
};
