/**
 * SqueezeExcitation: SE as forks of YOLO and other networks write it, with biases, another hidden activation,
 * another gate, or one matrix alone (effective SE: Lee, Park: "CenterMask", arXiv 1911.06667).
 */

import {
  gatesInNetworks,
  hiddenActivations,
  type HiddenActivation,
  type TrainedGate,
} from "../../trace/index.ts";
import { type ModulePlan, type ModuleType, flag, onlyInput, wholeNumber } from "./module.ts";
import { checkChannels, dense, runSE, seMultiplyAdds } from "./se.ts";

/** Names of its fully connected layers, as torchvision has them. */
export const squeezeExcitationUnits = { first: "fc1", second: "fc2" } as const;

/**
 * Arguments: channels (scaled, must equal the input's; None for as many), hidden width (None for one matrix),
 * hidden activation = relu, gate = sigmoid, biases = True.
 */
export const SqueezeExcitation: ModuleType = {
  name: "SqueezeExcitation",
  plan(context): ModulePlan {
    const input = onlyInput(context);
    const { channels } = input;
    checkChannels(context);
    const one = (context.args[1] ?? null) === null;
    const hidden = one ? channels : wholeNumber(context, 1);
    const activation = named(context.args[2] ?? "relu", hiddenActivations);
    const gate = named(context.args[3] ?? "sigmoid", gatesInNetworks);
    if (!activation)
      throw context.fault(
        `one of ${hiddenActivations.join(", ")} as argument 3`,
        JSON.stringify(context.args[2]),
      );
    if (!gate)
      throw context.fault(
        `one of ${gatesInNetworks.join(", ")} as argument 4`,
        JSON.stringify(context.args[3]),
      );
    const biased = flag(context, 4, true);
    const { first, second } = squeezeExcitationUnits;
    const last = dense(second, { inputs: hidden, outputs: channels, biased });
    return {
      output: input,
      units: one ? [last] : [dense(first, { inputs: channels, outputs: hidden, biased }), last],
      se: {
        ...{ first: one ? undefined : first, second, gate },
        activation: one ? "identity" : activation,
      },
    };
  },
  forward: runSE,
  multiplyAdds: seMultiplyAdds,
};

function named<T extends HiddenActivation | TrainedGate>(
  value: unknown,
  names: readonly T[],
): T | undefined {
  return names.find((name) => name === value);
}
