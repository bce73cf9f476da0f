/** What a module type is: arithmetic that plans it, and the ops that run it. */

import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import type { HiddenActivation, SEEdit, TrainedGate } from "../../trace/index.ts";
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

/** A fully connected layer. */
export interface DenseUnit {
  readonly kind: "dense";
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Whether it adds a bias; the paper's excitation has none. */
  readonly biased: boolean;
}

/** A trained part of a module. */
export type Unit = ConvUnit | DenseUnit;

/** A convolution on the device: filter [kernel, kernel, inputs, outputs] with batch norm folded in, bias [outputs]. */
export interface PlacedConv {
  readonly unit: ConvUnit;
  readonly filter: Tensor4D;
  readonly bias: Tensor1D;
}

/** A fully connected layer on the device: matrix [inputs, outputs], bias [outputs] where it has one. */
export interface PlacedDense {
  readonly unit: DenseUnit;
  readonly matrix: Tensor2D;
  readonly bias: Tensor1D | undefined;
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

/** How an SE layer excites: the names of its fully connected layers, and what follows each. */
export interface SEForm {
  /** From C to the hidden width; undefined where one matrix leads from C to C. */
  readonly first: string | undefined;
  readonly second: string;
  readonly activation: HiddenActivation;
  readonly gate: TrainedGate;
}

/** What planning a module gives. */
export interface ModulePlan {
  readonly output: MapPlan;
  readonly units: readonly Unit[];
  /** Given by SE layers, and by them alone. */
  readonly se?: SEForm;
}

/**
 * How a head's logits tell boxes: "anchors" as YOLOv5's Detect, with objectness; "dfl" as YOLOv8's, four
 * distributions over distances to the box's edges and no objectness.
 */
export type HeadForm = "anchors" | "dfl";

/** What a module runs with. */
export interface RunContext {
  conv(name: string): PlacedConv;
  dense(name: string): PlacedDense;
  /** What an SE layer computes in place of what was trained; empty where it runs as trained. */
  readonly edit: SEEdit;
  /** Offers a value for capture under a name; costs nothing where nobody asked. */
  keep(name: string, value: Tensor): void;
}

/** A module type of the configuration. */
export interface ModuleType<P extends ModulePlan = ModulePlan> {
  /** As the configuration spells it. */
  readonly name: string;
  /** Given by heads, the last layer of every network: how boxes are read from their logits. */
  readonly head?: HeadForm;
  /** True where `plan` makes the repeats itself; any other module is run several times in a row. */
  readonly repeatsInside?: true;
  /** Returns shapes and trained parts. Throws `context.fault` where arguments or inputs don't fit. */
  plan(context: PlanContext): P;
  /**
   * Returns the output [1, height, width, channels] of inputs of that form. Detect returns its logits by
   * `keep`; it alone may find an input left out, where that head's logits are known already.
   */
  forward(plan: P, inputs: Inputs, run: RunContext): Tensor4D;
  /** Returns the multiply-adds of one pass; where it is left out, `unitMultiplyAdds` is what it costs. */
  multiplyAdds?(plan: P, cells: Cells): number;
}

/** How many cells, height · width, the maps of a layer have. */
export interface Cells {
  readonly inputs: readonly number[];
  readonly output: number;
}

/** The maps that a module reads, [1, height, width, channels]. */
export type Inputs = readonly (Tensor4D | undefined)[];

/** Returns the multiply-adds of a module's units: convolutions at every cell of the output, the others once. */
export function unitMultiplyAdds({ units }: ModulePlan, { output }: Cells): number {
  return units.reduce((sum, unit) => sum + multiplyAddsAt(unit, output), 0);
}

/** Returns the multiply-adds of a unit; a convolution is computed at every one of the cells. */
export function multiplyAddsAt(unit: Unit, cells: number): number {
  const { inputs, outputs } = unit;
  return unit.kind === "conv" ? unit.kernel ** 2 * inputs * outputs * cells : inputs * outputs;
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
export function first(inputs: Inputs): Tensor4D {
  return given(inputs[0]);
}

/** Returns an input that must be there. */
export function given(input: Tensor4D | undefined): Tensor4D {
  if (!input) throw new Error("a module was run without an input");
  return input;
}
