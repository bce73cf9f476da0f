/** Concat: joins maps of one size along their channels. */

import { concat } from "@tensorflow/tfjs-core";
import { type ModuleType, given } from "./module.ts";

/** Argument: the dimension, always 1, PyTorch's channels. */
export const Concat: ModuleType = {
  name: "Concat",
  plan(context) {
    const [input, ...others] = context.inputs;
    if (!input) throw context.fault("layers to read from", "none");
    const dimension = context.args[0] ?? 1;
    if (dimension !== 1)
      throw context.fault("dimension 1, the channels", JSON.stringify(dimension));
    const other = others.find(({ stride }) => stride !== input.stride);
    if (other) {
      throw context.fault(
        "maps of one stride",
        `strides ${context.inputs.map(({ stride }) => String(stride)).join(" and ")}`,
      );
    }
    const channels = context.inputs.reduce((sum, { channels }) => sum + channels, 0);
    return { output: { channels, stride: input.stride }, units: [] };
  },
  forward: (_plan, inputs) => concat(inputs.map(given), 3),
};
