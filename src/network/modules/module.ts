/** What a module type is: arithmetic that plans it, and the ops that run it. */

import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import type { Argument } from "../config.ts";

/** A convolution that a module owns; `normalised` ones have batch normalisation and no bias of their own. */
export interface ConvUnit {
  readonly kind: "conv";
  /** PyTorch's prefix inside the module: "cv1", or "" for the module itself. */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly normalised: boolean;
}

/** A fully connected layer without bias. */
export interface DenseUnit {
  readonly kind: "dense";
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
}

/** A trained part of a module. */
export type Unit = ConvUnit | DenseUnit;

/** A convolution on the device: filter [kernel, kernel, inputs, outputs] with batch norm folded in, bias [outputs]. */
export interface PlacedConv {
  readonly unit: ConvUnit;
  readonly filter: Tensor4D;
  readonly bias: Tensor1D;
}

/** A fully connected layer on the device: matrix [inputs, outputs]. */
export interface PlacedDense {
  readonly unit: DenseUnit;
  readonly matrix: Tensor2D;
}

/** What a layer's output is, without its size. */
export interface MapPlan {
  readonly channels: number;
  /** Input pixels for one output cell. */
  readonly stride: number;
}

/** What a module type is told when it is planned. */
export interface PlanContext {
  readonly inputs: readonly MapPlan[];
  readonly args: readonly Argument[];
  /** Repeats after the depth multiple. */
  readonly repeats: number;
  /** Count of classes, for Detect. */
  readonly classes: number;
  /** Anchors of each head scale, for Detect. */
  readonly anchors: readonly (readonly (readonly [number, number])[])[];
  /** Returns a channel count after the width multiple, rounded up to a multiple of 8. */
  scaled(channels: number): number;
  /** Returns an error that names this layer and its line. */
  fault(expected: string, found: string): Error;
}

/** What planning a module gives. */
export interface ModulePlan {
  readonly output: MapPlan;
  readonly units: readonly Unit[];
}

/** What a module runs with. */
export interface RunContext {
  conv(name: string): PlacedConv;
  dense(name: string): PlacedDense;
  /** Offers a value for capture under a name; costs nothing where nobody asked. */
  keep(name: string, value: Tensor): void;
}

/** A module type of the configuration. */
export interface ModuleType<P extends ModulePlan = ModulePlan> {
  /** As the configuration spells it. */
  readonly name: string;
  /** True where `plan` makes the repeats itself; any other module is run several times in a row. */
  readonly repeatsInside?: true;
  /** Returns shapes and trained parts. Throws `context.fault` where arguments or inputs don't fit. */
  plan(context: PlanContext): P;
  /** Returns the output [1, height, width, channels] of inputs of that form; Detect returns its logits by `keep`. */
  forward(plan: P, inputs: readonly Tensor4D[], run: RunContext): Tensor4D;
}

/** Returns the argument at a place as a whole number, its default where it is left out. */
export function wholeNumber(context: PlanContext, place: number, fallback?: number): number {
  const value = context.args[place] ?? fallback;
  if (typeof value === "number" && Number.isInteger(value) && value > 0 && value <= 65_536)
    return value;
  throw context.fault(
    `a whole number above 0 as argument ${String(place + 1)}`,
    JSON.stringify(value ?? null),
  );
}

/** Returns the argument at a place as true or false, its default where it is left out. */
export function flag(context: PlanContext, place: number, fallback: boolean): boolean {
  const value = context.args[place] ?? fallback;
  if (typeof value === "boolean") return value;
  throw context.fault(`True or False as argument ${String(place + 1)}`, JSON.stringify(value));
}

/** Throws unless a window of this form divides a map's sides by exactly its stride. */
export function checkWindow(
  context: PlanContext,
  { kernel, stride, padding }: { kernel: number; stride: number; padding: number },
): void {
  const over = 2 * padding - kernel;
  if (over < 0 && over >= -stride) return;
  throw context.fault(
    `a kernel and padding that divide the sides by the stride ${String(stride)}`,
    `kernel ${String(kernel)}, padding ${String(padding)}`,
  );
}

/** Returns the only input of a module that reads one layer. */
export function onlyInput(context: PlanContext): MapPlan {
  const [input, second] = context.inputs;
  if (input && !second) return input;
  throw context.fault("one layer to read from", `${String(context.inputs.length)}`);
}

/** Returns the first of the inputs that forward was given. */
export function first(inputs: readonly Tensor4D[]): Tensor4D {
  const [input] = inputs;
  if (!input) throw new Error("a module was run without an input");
  return input;
}
