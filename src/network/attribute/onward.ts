/** Runs what follows some SE layers as far as one cell of one head, for several sets of channel weights at once. */

import { type Tensor2D, type Tensor4D, concat, reshape, slice, tidy } from "@tensorflow/tfjs-core";
import { ReadableError } from "../../trace/index.ts";
import { downstream, upstream } from "../dependence.ts";
import { convolve } from "../modules/conv.ts";
import { type Inputs, type RunContext, first } from "../modules/module.ts";
import { excite, recalibrate } from "../modules/se.ts";
import type { Parameters } from "../parameters.ts";
import { type Plan, type PlannedLayer, unitPrefix } from "../plan.ts";
import type { Kept } from "../run.ts";
import type { TargetPlace } from "../target.ts";

/** Which run to go on from, and what to do at its SE layers. */
export interface OnwardWork {
  /** An earlier run with capture; it stays the caller's. */
  readonly from: Kept;
  readonly place: TargetPlace;
  /** SE layers from which on all is computed, by index. */
  readonly edited: Iterable<number>;
  /** Returns the channel weights [batch, C] or [1, C] with which a computed SE layer recalibrates. */
  weights(layer: PlannedLayer, excited: () => Tensor2D): Tensor2D;
}

/** Returns the SE layers that a head reads, directly or not, in the order of the configuration. */
export function reaching(plan: Plan, { head }: Pick<TargetPlace, "head">): PlannedLayer[] {
  const read = upstream(plan, [headLayer(plan, head)]);
  return plan.seLayers.filter(({ index }) => read.has(index));
}

/** Returns the layer that a head reads. */
export function headLayer(plan: Plan, head: number): number {
  const layer = plan.heads[head]?.layer;
  if (layer === undefined) throw new Error(`there is no head ${String(head)}`);
  return layer;
}

/**
 * Returns a cell's logits [batch, anchors · (classes + 5)]. Every other map of the run is used as it was. It has a
 * gradient by the channel weights. Throws a ReadableError where the run has no such cell.
 */
export function onward(plan: Plan, parameters: Parameters, work: OnwardWork): Tensor2D {
  return tidy(() => {
    const { from, place, edited } = work;
    const last = headLayer(plan, place.head);
    const before = upstream(plan, [last]);
    const compute = [...downstream(plan, edited)].filter((index) => before.has(index));
    const outputs = new Map(from.layers);
    for (const index of compute.toSorted((a, b) => a - b)) {
      const layer = plan.layers[index];
      if (!layer) throw new Error(`there is no layer ${String(index)}`);
      const inputs = layer.from.map((source) => outputs.get(source));
      const output = tidy(() => runLayer(plan, parameters, { layer, inputs, last, work }));
      outputs.set(index, output);
    }
    const map = outputs.get(last);
    if (!map || !compute.includes(last)) throw new Error("the head does not follow the SE layers");
    return detectCell(plan, parameters, { cell: map, place });
  });
}

/** Returns the column of a map that lies over the target's cell, [batch, 1, 1, channels]. */
export function cellOf(map: Tensor4D, { row, column }: TargetPlace): Tensor4D {
  const [batch, rows, columns, channels] = map.shape;
  if (row < rows && column < columns)
    return slice(map, [0, row, column, 0], [batch, 1, 1, channels]);
  throw new ReadableError({
    what: "The detection is none of this trace's",
    expected: `a cell of ${String(rows)} rows and ${String(columns)} columns`,
    found: `row ${String(row)}, column ${String(column)}`,
  });
}

/** Returns Detect's logits [batch, anchors · (classes + 5)] of what a head reads at one cell. */
export function detectCell(
  plan: Plan,
  parameters: Parameters,
  { cell, place }: { readonly cell: Tensor4D; readonly place: TargetPlace },
): Tensor2D {
  const one = cell.shape[1] * cell.shape[2] === 1 ? cell : cellOf(cell, place);
  const logits = convolve(one, detectConv(plan, parameters, place));
  return reshape(logits, [one.shape[0], -1]);
}

/** Returns the convolution with which Detect reads a head. */
export function detectConv(
  plan: Plan,
  parameters: Parameters,
  { head }: Pick<TargetPlace, "head">,
): ReturnType<Parameters["conv"]> {
  const layer = plan.layers[plan.detect];
  if (!layer) throw new Error("the plan has no Detect");
  return parameters.conv(unitPrefix(layer, { copy: 0, name: `m.${String(head)}` }));
}

interface Step {
  readonly layer: PlannedLayer;
  readonly inputs: Inputs;
  /** The layer that the head reads. */
  readonly last: number;
  readonly work: OnwardWork;
}

function runLayer(
  plan: Plan,
  parameters: Parameters,
  { layer, inputs, last, work }: Step,
): Tensor4D {
  const context = (copy: number): RunContext => ({
    conv: (name) => parameters.conv(unitPrefix(layer, { copy, name })),
    dense: (name) => parameters.dense(unitPrefix(layer, { copy, name })),
    edit: work.from.edits[layer.key] ?? {},
    keep: () => undefined,
  });
  const { se } = layer.plan;
  if (se) {
    checkOnce(layer);
    const u = first(inputs);
    const s = work.weights(layer, () => excite(u, se, context(0)));
    // Detect reads one cell; the rest of the map is not needed.
    return recalibrate(layer.index === last ? cellOf(u, work.place) : u, s);
  }
  const outputs = [layer.plan, ...layer.chain].reduce<Inputs>(
    (maps, part, copy) => [layer.type.forward(part, maps, context(copy))],
    sameBatch(inputs),
  );
  return first(outputs);
}

/** A map that all of the batch share is repeated where a layer joins it with one that differs. */
function sameBatch(inputs: Inputs): Inputs {
  const batch = Math.max(...inputs.map((map) => map?.shape[0] ?? 1));
  return inputs.map((map) =>
    map && map.shape[0] < batch ? concat(new Array<Tensor4D>(batch).fill(map), 0) : map,
  );
}

function checkOnce(layer: PlannedLayer): void {
  if (layer.chain.length === 0) return;
  throw new ReadableError({
    what: `The channels of layer ${layer.key} can't be told apart`,
    expected: "an SE layer that is run once",
    found: `one that is run ${String(layer.repeats)} times in a row`,
  });
}
