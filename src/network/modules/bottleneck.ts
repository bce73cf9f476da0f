/** Bottleneck: a 1×1 and a 3×3 Conv, with a shortcut where the shapes allow it. */

import { type Tensor4D, add } from "@tensorflow/tfjs-core";
import { conv, convUnit } from "./conv.ts";
import {
  type ConvUnit,
  type ModulePlan,
  type ModuleType,
  type RunContext,
  first,
  flag,
  onlyInput,
  wholeNumber,
} from "./module.ts";

/** Returns the two Convs of a bottleneck under a prefix. */
export function bottleneckUnits(
  prefix: string,
  { inputs, outputs, hidden }: { inputs: number; outputs: number; hidden: number },
): ConvUnit[] {
  return [
    convUnit(`${prefix}cv1`, { inputs, outputs: hidden }),
    convUnit(`${prefix}cv2`, { inputs: hidden, outputs, kernel: 3 }),
  ];
}

/** Returns x + Conv(Conv(x)), or without x where there is no shortcut. */
export function bottleneck(
  x: Tensor4D,
  run: RunContext,
  prefix: string,
  shortcut: boolean,
): Tensor4D {
  const y = conv(conv(x, run.conv(`${prefix}cv1`)), run.conv(`${prefix}cv2`));
  return shortcut ? add(x, y) : y;
}

interface BottleneckPlan extends ModulePlan {
  readonly shortcut: boolean;
}

/** Arguments: channels, shortcut = True. */
export const Bottleneck: ModuleType<BottleneckPlan> = {
  name: "Bottleneck",
  plan(context): BottleneckPlan {
    const { channels: inputs, stride } = onlyInput(context);
    const outputs = context.scaled(wholeNumber(context, 0));
    return {
      output: { channels: outputs, stride },
      units: bottleneckUnits("", { inputs, outputs, hidden: Math.floor(outputs / 2) }),
      shortcut: flag(context, 1, true) && inputs === outputs,
    };
  },
  forward: (plan, inputs, run) => bottleneck(first(inputs), run, "", plan.shortcut),
};
