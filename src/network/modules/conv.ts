/** Conv: convolution, batch normalisation (folded into it), SiLU. */

import {
  type Tensor4D,
  conv2dTranspose,
  customGrad,
  fused,
  mul,
  sigmoid,
} from "@tensorflow/tfjs-core";
import {
  type ConvUnit,
  type ModulePlan,
  type ModuleType,
  type PlacedConv,
  checkWindow,
  first,
  onlyInput,
  wholeNumber,
} from "./module.ts";

/** Returns a Conv's trained part; padding is k // 2 as in YOLOv5 unless it is given. */
export function convUnit(
  name: string,
  shape: { inputs: number; outputs: number; kernel?: number; stride?: number; padding?: number },
): ConvUnit {
  const { inputs, outputs, kernel = 1, stride = 1, padding = Math.floor(kernel / 2) } = shape;
  return { kind: "conv", name, inputs, outputs, kernel, stride, padding, normalised: true };
}

/**
 * Returns the convolution of a map with its bias added, [batch, height, width, outputs]. Its gradient is that by
 * the map alone: the trained numbers stand fixed, and WebAssembly has no kernel for theirs.
 */
export function convolve(x: Tensor4D, { unit, filter, bias }: PlacedConv): Tensor4D {
  const { stride: strides, padding: pad } = unit;
  const { shape } = x;
  return customGrad(() => ({
    value: fused.conv2d({
      ...{ x, filter, bias, strides, pad },
      dimRoundingMode: "floor",
      activation: "linear",
    }),
    gradFunc: (dy: Tensor4D) => conv2dTranspose(dy, filter, shape, strides, pad, "floor"),
  }))(x);
}

/** Returns SiLU(x) = x · σ(x). */
export function silu(x: Tensor4D): Tensor4D {
  return mul(x, sigmoid(x));
}

/** Returns SiLU of the convolution. */
export function conv(x: Tensor4D, placed: PlacedConv): Tensor4D {
  return silu(convolve(x, placed));
}

/** Arguments: channels, kernel = 1, stride = 1, padding = k // 2. */
export const Conv: ModuleType = {
  name: "Conv",
  plan(context): ModulePlan {
    const input = onlyInput(context);
    const outputs = context.scaled(wholeNumber(context, 0));
    const kernel = wholeNumber(context, 1, 1);
    const stride = wholeNumber(context, 2, 1);
    const given = context.args[3] ?? Math.floor(kernel / 2);
    const padding = given === 0 ? 0 : wholeNumber(context, 3, Math.floor(kernel / 2));
    checkWindow(context, { kernel, stride, padding });
    const unit = convUnit("", { inputs: input.channels, outputs, kernel, stride, padding });
    return { output: { channels: outputs, stride: input.stride * stride }, units: [unit] };
  },
  forward: (_plan, inputs, run) => conv(first(inputs), run.conv("")),
};
