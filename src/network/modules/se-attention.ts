/** SEAttention: Squeeze-and-Excitation as the paper has it, before Detect or anywhere else. */

import { type ModulePlan, type ModuleType, onlyInput, wholeNumber } from "./module.ts";
import { checkChannels, dense, runSE, seMultiplyAdds } from "./se.ts";

/** Names of its two fully connected layers, as PyTorch numbers them. */
export const excitationUnits = { first: "fc.0", second: "fc.2" } as const;

/** Arguments: channels (scaled, must equal the input's; None for as many), reduction ratio = 16. */
export const SEAttention: ModuleType = {
  name: "SEAttention",
  plan(context): ModulePlan {
    const input = onlyInput(context);
    const { channels } = input;
    checkChannels(context);
    const hidden = Math.floor(channels / wholeNumber(context, 1, 16));
    if (hidden < 1)
      throw context.fault(
        `a reduction ratio up to ${String(channels)}`,
        JSON.stringify(context.args[1]),
      );
    return {
      output: input,
      units: [
        dense(excitationUnits.first, { inputs: channels, outputs: hidden }),
        dense(excitationUnits.second, { inputs: hidden, outputs: channels }),
      ],
      se: { ...excitationUnits, activation: "relu", gate: "sigmoid" },
    };
  },
  forward: runSE,
  multiplyAdds: seMultiplyAdds,
};
