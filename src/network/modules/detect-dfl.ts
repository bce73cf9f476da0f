/**
 * DetectDFL: YOLOv8's decoupled head, for each head scale three Convs to distributions over the distances of a
 * box's edges and three to the classes (distribution focal loss: Li et al., arXiv 2006.04388).
 */

import { clone, concat } from "@tensorflow/tfjs-core";
import { conv, convUnit, convolve } from "./conv.ts";
import { logitsName } from "./detect.ts";
import {
  type ConvUnit,
  type MapPlan,
  type ModulePlan,
  type ModuleType,
  given,
  multiplyAddsAt,
} from "./module.ts";

/** How many distances each edge's distribution is over: 0 to 15 cells. */
export const distances = 16;

interface DetectDFLPlan extends ModulePlan {
  /** Units of each head scale, in the order of `units`. */
  readonly heads: readonly (readonly ConvUnit[])[];
}

/** Argument: classes. Its output is not a map: each head's 4 · 16 + classes logits are kept by name. */
export const DetectDFL: ModuleType<DetectDFLPlan> = {
  name: "DetectDFL",
  head: "dfl",
  plan(context): DetectDFLPlan {
    const [classes] = context.args;
    if (classes !== context.classes) {
      throw context.fault(
        `nc, ${String(context.classes)}, as the first argument`,
        JSON.stringify(classes ?? null),
      );
    }
    const [first] = context.inputs;
    if (!first) throw context.fault("layers to read from", "none");
    const box = Math.max(16, Math.floor(first.channels / 4), 4 * distances);
    const kind = Math.max(first.channels, Math.min(classes, 100));
    const heads = context.inputs.map((input, k) => [
      ...branch(`cv2.${String(k)}`, { input, hidden: box, outputs: 4 * distances }),
      ...branch(`cv3.${String(k)}`, { input, hidden: kind, outputs: classes }),
    ]);
    const output = { channels: 4 * distances + classes, stride: first.stride };
    return { output, units: heads.flat(), heads };
  },
  forward(_plan, inputs, run) {
    const logits = inputs.map((x, k) => {
      if (!x) return undefined;
      const parts = ["cv2", "cv3"].map((name) => {
        const at = (part: number) => run.conv(`${name}.${String(k)}.${String(part)}`);
        return convolve(conv(conv(x, at(0)), at(1)), at(2));
      });
      return concat(parts, 3);
    });
    logits.forEach((tensor, k) => {
      if (tensor) run.keep(logitsName(k), tensor);
    });
    return clone(given(logits.find((tensor) => tensor !== undefined)));
  },
  // Each head's Convs run on a map of its own size.
  multiplyAdds: ({ heads }, { inputs }) =>
    heads
      .map((units, k) => units.reduce((sum, unit) => sum + multiplyAddsAt(unit, inputs[k] ?? 0), 0))
      .reduce((a, b) => a + b, 0),
};

function branch(
  name: string,
  { input, hidden, outputs }: { input: MapPlan; hidden: number; outputs: number },
): ConvUnit[] {
  return [
    convUnit(`${name}.0`, { inputs: input.channels, outputs: hidden, kernel: 3 }),
    convUnit(`${name}.1`, { inputs: hidden, outputs: hidden, kernel: 3 }),
    { ...convUnit(`${name}.2`, { inputs: hidden, outputs }), normalised: false },
  ];
}
