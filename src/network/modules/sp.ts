/** SP: max pooling that keeps the sides, one branch of a spatial pyramid (YOLOv7). */

import { maxPool } from "@tensorflow/tfjs-core";
import {
  type ModulePlan,
  type ModuleType,
  checkWindow,
  first,
  onlyInput,
  wholeNumber,
} from "./module.ts";

interface SPPlan extends ModulePlan {
  readonly kernel: number;
}

/** Argument: kernel = 3, an odd number. */
export const SP: ModuleType<SPPlan> = {
  name: "SP",
  plan(context): SPPlan {
    const input = onlyInput(context);
    const kernel = wholeNumber(context, 0, 3);
    checkWindow(context, { kernel, stride: 1, padding: Math.floor(kernel / 2) });
    return { output: input, units: [], kernel };
  },
  forward: ({ kernel }, inputs) =>
    maxPool(first(inputs), kernel, 1, Math.floor(kernel / 2), "floor"),
};
