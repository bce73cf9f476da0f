/** Which arrays a plan expects in a parameter file, and what is wrong with those that were given. */

import { type NamedArrays, ReadableError } from "../trace/index.ts";
import type { Unit } from "./modules/module.ts";
import { type Plan, unitsOf } from "./plan.ts";

/** An array that must be in the parameter file. */
export interface ExpectedArray {
  readonly name: string;
  /** PyTorch's shape: convolutions are [outputs, inputs, kernel, kernel]. */
  readonly shape: readonly number[];
  /** Running statistics are measured, not trained. */
  readonly trained: boolean;
}

/** Buffers that YOLOv5 saves beside the parameters; the configuration has the same numbers. */
const ignored = /(\.num_batches_tracked|\.anchors|\.anchor_grid|\.stride)$/;

/** Returns every array that the plan expects, in the order of the layers. */
export function expectedArrays(plan: Plan): ExpectedArray[] {
  return unitsOf(plan).flatMap(([prefix, unit]) => expectedOf(prefix, unit));
}

/** Returns the count of trained numbers of each layer, by index; layers without any are left out. */
export function countTrained(plan: Plan): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { name, shape, trained } of expectedArrays(plan)) {
    const index = Number(name.split(".")[1]);
    const size = trained ? shape.reduce((a, b) => a * b, 1) : 0;
    counts.set(index, (counts.get(index) ?? 0) + size);
  }
  return counts;
}

/**
 * Checks the arrays against the plan. Throws a ReadableError that names everything missing, unexpected,
 * of a wrong shape, or holding a number that is not finite.
 */
export function checkArrays(plan: Plan, arrays: NamedArrays): void {
  const expected = expectedArrays(plan);
  const known = new Set(expected.map(({ name }) => name));
  const problems: string[] = [];
  for (const { name, shape } of expected) {
    const array = arrays.get(name);
    if (!array) problems.push(`${name} ${text(shape)} is missing`);
    else if (
      array.shape.length !== shape.length ||
      array.shape.some((side, k) => side !== shape[k])
    ) {
      problems.push(`${name} should be ${text(shape)} and is ${text(array.shape)}`);
    } else if (array.values.length !== shape.reduce((product, side) => product * side, 1)) {
      problems.push(`${name} ${text(shape)} holds ${String(array.values.length)} numbers`);
    } else if (!array.values.every(Number.isFinite)) {
      problems.push(`${name} ${text(shape)} holds numbers that are not finite`);
    } else if (name.endsWith(".running_var") && array.values.some((variance) => variance < 0)) {
      problems.push(`${name} ${text(shape)} holds a variance below 0`);
    }
  }
  for (const [name, { shape }] of arrays) {
    if (!known.has(name) && !ignored.test(name))
      problems.push(`${name} ${text(shape)} belongs to no layer`);
  }
  if (problems.length === 0) return;
  const listed = problems.slice(0, 12).join("; ");
  const rest = problems.length > 12 ? `; and ${String(problems.length - 12)} more` : "";
  throw new ReadableError({
    what: `The parameters don't fit the configuration in ${String(problems.length)} ${problems.length === 1 ? "place" : "places"}: ${listed}${rest}`,
    todo: "Give the parameters and the configuration of one network; nothing was loaded",
  });
}

function expectedOf(prefix: string, unit: Unit): ExpectedArray[] {
  const vector = (name: string, trained = true): ExpectedArray => ({
    name: `${prefix}.${name}`,
    shape: [unit.outputs],
    trained,
  });
  if (unit.kind === "dense") {
    const shape = [unit.outputs, unit.inputs];
    const weight = { name: `${prefix}.weight`, shape, trained: true };
    return unit.biased ? [weight, vector("bias")] : [weight];
  }
  const filter = [unit.outputs, unit.inputs, unit.kernel, unit.kernel];
  if (!unit.normalised)
    return [{ name: `${prefix}.weight`, shape: filter, trained: true }, vector("bias")];
  return [
    { name: `${prefix}.conv.weight`, shape: filter, trained: true },
    vector("bn.weight"),
    vector("bn.bias"),
    vector("bn.running_mean", false),
    vector("bn.running_var", false),
  ];
}

function text(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}
