/** C2f: a 1×1 Conv split in two, a chain of bottlenecks on one half, everything on the way joined (YOLOv8). */

import { add, concat, slice } from "@tensorflow/tfjs-core";
import { conv, convUnit } from "./conv.ts";
import { type ModulePlan, type ModuleType, first, flag, onlyInput, wholeNumber } from "./module.ts";

interface C2fPlan extends ModulePlan {
  readonly repeats: number;
  readonly shortcut: boolean;
  /** Channels of each half. */
  readonly hidden: number;
}

/** Arguments: channels, shortcut = False. Repeats are bottlenecks of two 3×3 Convs. */
export const C2f: ModuleType<C2fPlan> = {
  name: "C2f",
  repeatsInside: true,
  plan(context): C2fPlan {
    const { channels: inputs, stride } = onlyInput(context);
    const outputs = context.scaled(wholeNumber(context, 0));
    const hidden = Math.floor(outputs / 2);
    const { repeats } = context;
    const wide = { inputs: hidden, outputs: hidden, kernel: 3 };
    const chain = Array.from({ length: repeats }, (_, k) => [
      convUnit(`m.${String(k)}.cv1`, wide),
      convUnit(`m.${String(k)}.cv2`, wide),
    ]);
    return {
      output: { channels: outputs, stride },
      units: [
        convUnit("cv1", { inputs, outputs: 2 * hidden }),
        convUnit("cv2", { inputs: (2 + repeats) * hidden, outputs }),
        ...chain.flat(),
      ],
      ...{ repeats, hidden, shortcut: flag(context, 1, false) },
    };
  },
  forward({ repeats, hidden, shortcut }, inputs, run) {
    const both = conv(first(inputs), run.conv("cv1"));
    let y = slice(both, [0, 0, 0, hidden], [-1, -1, -1, hidden]);
    const parts = [both];
    for (let k = 0; k < repeats; k++) {
      const [one, two] = [run.conv(`m.${String(k)}.cv1`), run.conv(`m.${String(k)}.cv2`)];
      const next = conv(conv(y, one), two);
      y = shortcut ? add(y, next) : next;
      parts.push(y);
    }
    return conv(concat(parts, 3), run.conv("cv2"));
  },
};
