/** Conv: convolution, batch normalisation (folded into it), SiLU or another activation. */

import {
  type Tensor4D,
  conv2dTranspose,
  customGrad,
  fused,
  leakyRelu,
  mul,
  relu,
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

const activations = {
  "nn.SiLU()": silu,
  "nn.LeakyReLU(0.1)": (x: Tensor4D): Tensor4D => leakyRelu(x, 0.1),
  "nn.ReLU()": (x: Tensor4D): Tensor4D => relu(x),
  "nn.Identity()": (x: Tensor4D): Tensor4D => x,
} as const;

/** What follows a Conv's convolution, as PyTorch writes it. */
export type ConvActivation = keyof typeof activations;

interface ConvPlan extends ModulePlan {
  readonly activation: ConvActivation;
}

/** Arguments: channels, kernel = 1, stride = 1, padding = k // 2, groups = 1, activation = nn.SiLU(). */
export const Conv: ModuleType<ConvPlan> = {
  name: "Conv",
  plan(context): ConvPlan {
    const input = onlyInput(context);
    const outputs = context.scaled(wholeNumber(context, 0));
    const kernel = wholeNumber(context, 1, 1);
    const stride = wholeNumber(context, 2, 1);
    const given = context.args[3] ?? Math.floor(kernel / 2);
    const padding = given === 0 ? 0 : wholeNumber(context, 3, Math.floor(kernel / 2));
    checkWindow(context, { kernel, stride, padding });
    const unit = convUnit("", { inputs: input.channels, outputs, kernel, stride, padding });
    if ((context.args[4] ?? 1) !== 1)
      throw context.fault("1 group as argument 5", JSON.stringify(context.args[4]));
    const wanted = context.args[5] ?? "nn.SiLU()";
    const names = Object.keys(activations).filter(isActivation);
    const activation = names.find((name) => name === wanted);
    if (!activation)
      throw context.fault(`one of ${names.join(", ")} as argument 6`, JSON.stringify(wanted));
    const output = { channels: outputs, stride: input.stride * stride };
    return { output, units: [unit], activation };
  },
  forward: (plan, inputs, run) =>
    activations[plan.activation](convolve(first(inputs), run.conv(""))),
};

function isActivation(name: string): name is ConvActivation {
  return Object.hasOwn(activations, name);
}
