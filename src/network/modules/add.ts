/** Add: the sum of two maps of one shape, as a shortcut makes it. */

import { add } from "@tensorflow/tfjs-core";
import { type ModulePlan, type ModuleType, first, given } from "./module.ts";

/** No arguments; reads two layers of the same channels and stride. */
export const Add: ModuleType = {
  name: "Add",
  plan(context): ModulePlan {
    const [one, two, third] = context.inputs;
    if (!one || !two || third)
      throw context.fault("two layers to read from", String(context.inputs.length));
    if (one.channels !== two.channels || one.stride !== two.stride) {
      throw context.fault(
        "two maps of one shape",
        `${String(one.channels)} channels at stride ${String(one.stride)} and ${String(two.channels)} at ${String(two.stride)}`,
      );
    }
    return { output: one, units: [] };
  },
  forward: (_plan, inputs) => add(first(inputs), given(inputs[1])),
};
