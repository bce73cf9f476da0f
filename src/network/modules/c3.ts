/** C3: two parallel 1×1 Convs, a chain of bottlenecks on the first, joined by a third. */

import { concat } from "@tensorflow/tfjs-core";
import { bottleneck, bottleneckUnits } from "./bottleneck.ts";
import { conv, convUnit } from "./conv.ts";
import { type ModulePlan, type ModuleType, first, flag, onlyInput, wholeNumber } from "./module.ts";

interface C3Plan extends ModulePlan {
  readonly repeats: number;
  readonly shortcut: boolean;
}

/** Arguments: channels, shortcut = True. Repeats are bottlenecks. */
export const C3: ModuleType<C3Plan> = {
  name: "C3",
  repeatsInside: true,
  plan(context): C3Plan {
    const { channels: inputs, stride } = onlyInput(context);
    const outputs = context.scaled(wholeNumber(context, 0));
    const hidden = Math.floor(outputs / 2);
    const chain = Array.from({ length: context.repeats }, (_, k) =>
      bottleneckUnits(`m.${String(k)}.`, { inputs: hidden, outputs: hidden, hidden }),
    );
    return {
      output: { channels: outputs, stride },
      units: [
        convUnit("cv1", { inputs, outputs: hidden }),
        convUnit("cv2", { inputs, outputs: hidden }),
        convUnit("cv3", { inputs: 2 * hidden, outputs }),
        ...chain.flat(),
      ],
      repeats: context.repeats,
      shortcut: flag(context, 1, true),
    };
  },
  forward(plan, inputs, run) {
    const x = first(inputs);
    let y = conv(x, run.conv("cv1"));
    for (let k = 0; k < plan.repeats; k++) y = bottleneck(y, run, `m.${String(k)}.`, plan.shortcut);
    return conv(concat([y, conv(x, run.conv("cv2"))], 3), run.conv("cv3"));
  },
};
