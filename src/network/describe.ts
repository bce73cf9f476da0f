/** A plan and its arrays → what is known of the network without running it. */

import type { Layer, Model, NamedArrays, SELayer } from "../trace/index.ts";
import { countTrained } from "./expected.ts";
import { type Plan, type PlannedLayer, unitPrefix } from "./plan.ts";

/** Returns the description of a network as plain data. The arrays must have passed placeParameters. */
export function describeModel(plan: Plan, arrays: NamedArrays, name: string): Model {
  const counts = countTrained(plan);
  const parametersOf = (index: number): number => counts.get(index) ?? 0;
  return {
    name,
    classes: plan.config.classes,
    layers: plan.layers.map((layer): Layer => {
      const { index, key, line, from, consumers, repeats, output } = layer;
      return {
        index,
        key,
        module: line.module,
        from,
        consumers,
        repeats,
        channels: output.channels,
        stride: output.stride,
        parameters: parametersOf(index),
        line: line.line,
      };
    }),
    seLayers: plan.seLayers.map((layer) => describeSE(plan, arrays, layer)),
    heads: plan.heads,
    parameters: plan.layers.reduce((sum, { index }) => sum + parametersOf(index), 0),
  };
}

function describeSE(plan: Plan, arrays: NamedArrays, layer: PlannedLayer): SELayer {
  const form = layer.plan.se;
  if (!form) throw new Error(`layer ${layer.key} is no SE layer`);
  const read = (name: string, part: string): Float32Array | undefined =>
    arrays.get(`${unitPrefix(layer, { copy: 0, name })}.${part}`)?.values;
  const channels = layer.output.channels;
  const hidden = layer.plan.units.find(({ name }) => name === form.first)?.outputs ?? channels;
  const firstBias = form.first === undefined ? undefined : read(form.first, "bias");
  const secondBias = read(form.second, "bias");
  return {
    key: layer.key,
    index: layer.index,
    headScale: plan.heads.find(({ layer: read }) => read === layer.index)?.scale,
    stride: layer.output.stride,
    channels,
    hidden,
    reduction: channels / hidden,
    first: (form.first !== undefined && read(form.first, "weight")) || identity(channels),
    second: read(form.second, "weight") ?? new Float32Array(),
    ...(firstBias && { firstBias }),
    ...(secondBias && { secondBias }),
    activation: form.activation,
    gate: form.gate,
  };
}

function identity(size: number): Float32Array {
  return Float32Array.from({ length: size * size }, (_, k) => (k % (size + 1) === 0 ? 1 : 0));
}
