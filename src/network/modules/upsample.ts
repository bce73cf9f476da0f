/** nn.Upsample: repeats every cell, nearest neighbour, a whole number of times. */

import { image } from "@tensorflow/tfjs-core";
import { type ModulePlan, type ModuleType, first, onlyInput } from "./module.ts";

interface UpsamplePlan extends ModulePlan {
  readonly factor: number;
}

/** Arguments: size = None, scale factor, mode = 'nearest'. */
export const Upsample: ModuleType<UpsamplePlan> = {
  name: "nn.Upsample",
  plan(context): UpsamplePlan {
    const input = onlyInput(context);
    const [size, factor, mode] = context.args;
    if (size !== null) throw context.fault("None as size", JSON.stringify(size ?? null));
    if (
      typeof factor !== "number" ||
      !Number.isInteger(factor) ||
      factor < 1 ||
      input.stride % factor !== 0
    ) {
      throw context.fault(
        "a whole scale factor that divides the stride",
        JSON.stringify(factor ?? null),
      );
    }
    if (mode !== "nearest") throw context.fault("mode 'nearest'", JSON.stringify(mode ?? null));
    return { output: { ...input, stride: input.stride / factor }, units: [], factor };
  },
  forward(plan, inputs) {
    const x = first(inputs);
    const [, height, width] = x.shape;
    return image.resizeNearestNeighbor(x, [height * plan.factor, width * plan.factor]);
  },
};
