/** Named arrays → checked tensors on the device, batch normalisation folded into the convolutions. */

import { tensor1d, tensor2d, tensor4d } from "@tensorflow/tfjs-core";
import type { NamedArrays } from "../trace/index.ts";
import { checkArrays } from "./expected.ts";
import type { ConvUnit, DenseUnit, PlacedConv, PlacedDense } from "./modules/module.ts";
import { type Plan, unitsOf } from "./plan.ts";

/** YOLOv5's epsilon of batch normalisation. */
const epsilon = 1e-3;

/** The trained parts of a network on the device, by prefix. */
export interface Parameters {
  conv(prefix: string): PlacedConv;
  dense(prefix: string): PlacedDense;
  /** Frees the device's memory. Safe to call twice. */
  dispose(): void;
}

/**
 * Returns the arrays as tensors on the current backend.
 * Throws a ReadableError that names every array that doesn't fit; then nothing was placed.
 */
export function placeParameters(plan: Plan, arrays: NamedArrays): Parameters {
  checkArrays(plan, arrays);
  const values = (name: string): Float32Array => {
    const array = arrays.get(name);
    if (!array) throw new Error(`${name} passed the check and is missing`);
    return array.values;
  };
  const convs = new Map<string, PlacedConv>();
  const denses = new Map<string, PlacedDense>();
  const parameters: Parameters = {
    conv: (prefix) => known(convs.get(prefix), prefix),
    dense: (prefix) => known(denses.get(prefix), prefix),
    dispose() {
      for (const { filter, bias } of convs.values()) {
        filter.dispose();
        bias.dispose();
      }
      for (const { matrix, bias } of denses.values()) {
        matrix.dispose();
        bias?.dispose();
      }
      convs.clear();
      denses.clear();
    },
  };
  try {
    for (const [prefix, unit] of unitsOf(plan)) {
      if (unit.kind === "dense") denses.set(prefix, placeDense(unit, prefix, values));
      else convs.set(prefix, placeConv(unit, prefix, values));
    }
  } catch (error) {
    // The device may be out of memory: give back what it took.
    parameters.dispose();
    throw error;
  }
  return parameters;
}

function placeConv(
  unit: ConvUnit,
  prefix: string,
  values: (name: string) => Float32Array,
): PlacedConv {
  const { inputs, outputs, kernel } = unit;
  const { weights, bias } = unit.normalised
    ? folded(unit, prefix, values)
    : { weights: values(`${prefix}.weight`), bias: values(`${prefix}.bias`) };
  const filter = new Float32Array(weights.length);
  // PyTorch's [outputs, inputs, y, x] becomes TensorFlow's [y, x, inputs, outputs].
  let source = 0;
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      for (let at = 0; at < kernel * kernel; at++) {
        filter[(at * inputs + i) * outputs + o] = weights[source++] ?? 0;
      }
    }
  }
  return {
    unit,
    filter: tensor4d(filter, [kernel, kernel, inputs, outputs]),
    bias: tensor1d(bias),
  };
}

function folded(
  unit: ConvUnit,
  prefix: string,
  values: (name: string) => Float32Array,
): { weights: Float32Array; bias: Float32Array } {
  const raw = values(`${prefix}.conv.weight`);
  const gamma = values(`${prefix}.bn.weight`);
  const beta = values(`${prefix}.bn.bias`);
  const mean = values(`${prefix}.bn.running_mean`);
  const variance = values(`${prefix}.bn.running_var`);
  const scale = gamma.map((g, o) => g / Math.sqrt((variance[o] ?? 0) + epsilon));
  const each = raw.length / unit.outputs;
  return {
    weights: raw.map((w, at) => w * (scale[Math.floor(at / each)] ?? 0)),
    bias: beta.map((b, o) => b - (mean[o] ?? 0) * (scale[o] ?? 0)),
  };
}

function placeDense(
  unit: DenseUnit,
  prefix: string,
  values: (name: string) => Float32Array,
): PlacedDense {
  const { inputs, outputs, biased } = unit;
  const weights = values(`${prefix}.weight`);
  const matrix = new Float32Array(weights.length);
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) matrix[i * outputs + o] = weights[o * inputs + i] ?? 0;
  }
  return {
    unit,
    matrix: tensor2d(matrix, [inputs, outputs]),
    bias: biased ? tensor1d(values(`${prefix}.bias`)) : undefined,
  };
}

function known<T>(placed: T | undefined, prefix: string): T {
  if (placed === undefined)
    throw new Error(`${prefix} is not on the device: its parameters were disposed`);
  return placed;
}
