/** What a configuration costs, layer by layer, at any of YOLOv5's sizes and any reduction ratio: arithmetic only. */

import {
  type Cost,
  type CostOptions,
  type LayerCost,
  type ModelCosts,
  type ModelSize,
  ReadableError,
} from "../trace/index.ts";
import type { Argument, Config, ConfigLine } from "./config.ts";
import { countTrained } from "./expected.ts";
import { unitMultiplyAdds } from "./modules/module.ts";
import { type Plan, type PlannedLayer, planNetwork } from "./plan.ts";

/** Depth and width multiples of YOLOv5 v6.0's sizes (models/yolov5n.yaml to yolov5x.yaml). */
const multiples: Readonly<Record<ModelSize, readonly [depth: number, width: number]>> = {
  n: [0.33, 0.25],
  s: [0.33, 0.5],
  m: [0.67, 0.75],
  l: [1, 1],
  x: [1.33, 1.25],
};

const largestInput = 65_536;

/**
 * Returns parameters and multiply-adds of a configuration; `size` and `reduction` take the place of its own.
 * A multiply-add is a multiplication with its addition; of what is not a matrix product, SE's squeeze counts
 * one for each value that it adds and the recalibration one for each that it multiplies, and nothing else counts.
 * Throws a ReadableError for a size that there is not, and where the network can't be built or read the input.
 */
export function modelCosts(
  config: Config,
  { size, reduction, input = 640 }: CostOptions = {},
): ModelCosts {
  const resized = resize(config, size);
  const plan = planNetwork(reduction === undefined ? resized : reduce(resized, reduction));
  if (!(input > 0 && input <= largestInput && input % plan.largestStride === 0)) {
    throw new ReadableError({
      what: "The network can't read an input of this size",
      expected: `a multiple of ${String(plan.largestStride)} up to ${String(largestInput)}`,
      found: String(input),
    });
  }
  const parameters = countTrained(plan);
  const layers = plan.layers.map((layer): LayerCost => ({
    index: layer.index,
    key: layer.key,
    module: layer.line.module,
    parameters: parameters.get(layer.index) ?? 0,
    multiplyAdds: multiplyAddsOf(plan, layer, input),
  }));
  const total = sum(layers);
  const se = sum(layers.filter(({ index }) => plan.seLayers.some((one) => one.index === index)));
  return {
    input,
    depthMultiple: resized.depthMultiple,
    widthMultiple: resized.widthMultiple,
    layers,
    total,
    se,
    seShare: {
      parameters: se.parameters / total.parameters,
      multiplyAdds: se.multiplyAdds / total.multiplyAdds,
    },
  };
}

function resize(config: Config, size: ModelSize | undefined): Config {
  if (size === undefined) return config;
  const found = Object.hasOwn(multiples, size) ? multiples[size] : undefined;
  if (!found) {
    throw new ReadableError({
      what: "There is no such size of the network",
      expected: `one of ${Object.keys(multiples).join(", ")}`,
      found: String(size),
    });
  }
  const [depthMultiple, widthMultiple] = found;
  return { ...config, depthMultiple, widthMultiple };
}

function reduce(config: Config, reduction: number): Config {
  const lines = config.lines.map((line): ConfigLine => {
    const [channels, second, ...rest] = line.args;
    if (line.module === "C3SE")
      return { ...line, args: [channels ?? null, second ?? true, reduction] };
    if (line.module !== "SEAttention") return line;
    // Without its first argument an SE layer takes what comes in; the second needs a first.
    const args: readonly Argument[] = [channels ?? null, reduction, ...rest];
    return { ...line, args };
  });
  return { ...config, lines };
}

function multiplyAddsOf(plan: Plan, layer: PlannedLayer, input: number): number {
  const cellsAt = (stride: number): number => (input / stride) ** 2;
  const cells = {
    inputs: layer.from.map((source) => cellsAt(plan.layers[source]?.output.stride ?? 1)),
    output: cellsAt(layer.output.stride),
  };
  const count = layer.type.multiplyAdds ?? unitMultiplyAdds;
  return [layer.plan, ...layer.chain].reduce((all, part) => all + count(part, cells), 0);
}

function sum(costs: readonly Cost[]): Cost {
  return {
    parameters: costs.reduce((all, one) => all + one.parameters, 0),
    multiplyAdds: costs.reduce((all, one) => all + one.multiplyAdds, 0),
  };
}
