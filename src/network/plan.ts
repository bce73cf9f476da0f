/** Configuration × multiples → layers with channels, strides, consumers and expected parameters. */

import { type HeadScale, type LayerKey, ReadableError } from "../trace/index.ts";
import type { Config, ConfigLine } from "./config.ts";
import { blockNames, expandBlocks } from "./expand.ts";
import { moduleTypes } from "./modules/list.ts";
import type { MapPlan, ModulePlan, ModuleType, PlanContext, Unit } from "./modules/module.ts";
import { repeatsOf, scaledChannels } from "./multiples.ts";

/** One layer, ready to run. */
export interface PlannedLayer {
  readonly index: number;
  /** "P3" for an SE layer that Detect reads, else the index as text. */
  readonly key: LayerKey;
  readonly line: ConfigLine;
  readonly type: ModuleType;
  readonly plan: ModulePlan;
  /** Further copies run one after the other, where a module that doesn't repeat inside is repeated. */
  readonly chain: readonly ModulePlan[];
  readonly repeats: number;
  readonly from: readonly number[];
  readonly consumers: readonly number[];
  readonly output: MapPlan;
}

/** A head scale as Detect reads it. */
export interface PlannedHead {
  readonly scale: HeadScale;
  readonly layer: number;
  readonly stride: number;
  readonly anchors: readonly (readonly [number, number])[];
}

/** A network that can be given parameters and run. */
export interface Plan {
  /** With blocks that have SE inside written out as lines of their own. */
  readonly config: Config;
  readonly layers: readonly PlannedLayer[];
  /** Index of the Detect layer. */
  readonly detect: number;
  readonly heads: readonly PlannedHead[];
  /** The SE layers in the order of the configuration. */
  readonly seLayers: readonly PlannedLayer[];
  /** Both sides of an input must be a multiple of it: the least common multiple of all strides. */
  readonly largestStride: number;
}

/** Returns the plan of a configuration. Throws a ReadableError that names line and layer where it can't be built. */
export function planNetwork(written: Config): Plan {
  const config = expandBlocks(written);
  const drafts: Omit<PlannedLayer, "key" | "consumers">[] = [];
  for (const line of config.lines) drafts.push(planLine(line, drafts, config));
  const detects = drafts.filter(({ type }) => type.head);
  const [detect] = detects;
  if (!detect || detects.length > 1 || detect.index !== drafts.length - 1) {
    throw new ReadableError({
      what: "The configuration's head",
      expected: "one Detect as the last layer, or DetectDFL",
      found:
        detects.length === 0
          ? "none"
          : `Detect at ${detects.map(({ index }) => String(index)).join(" and ")}`,
      line: (detect ?? drafts.at(-1))?.line.line ?? 1,
    });
  }
  const heads = detect.from.map((layer, k): PlannedHead => {
    const stride = drafts[layer]?.output.stride ?? 0;
    return {
      scale: `P${String(Math.log2(stride))}` as HeadScale,
      layer,
      stride,
      anchors: config.anchors[k] ?? [],
    };
  });
  const layers = drafts.map((draft): PlannedLayer => {
    const head = heads.find(({ layer }) => layer === draft.index);
    const named =
      draft.plan.se && head && heads.filter(({ scale }) => scale === head.scale).length === 1;
    return {
      ...draft,
      key: named ? head.scale : String(draft.index),
      consumers: drafts.filter(({ from }) => from.includes(draft.index)).map(({ index }) => index),
    };
  });
  return {
    config,
    layers,
    detect: detect.index,
    heads,
    seLayers: layers.filter(({ plan }) => plan.se),
    largestStride: drafts.reduce((all, { output }) => leastCommon(all, output.stride), 1),
  };
}

/** Returns every trained part of the network with its full PyTorch prefix: ["model.18.fc.0", unit]. */
export function unitsOf(plan: Plan): (readonly [prefix: string, unit: Unit])[] {
  return plan.layers.flatMap((layer) =>
    [layer.plan, ...layer.chain].flatMap((part, k) =>
      part.units.map((unit) => [unitPrefix(layer, { copy: k, name: unit.name }), unit] as const),
    ),
  );
}

/** Returns the prefix of a trained part: model.<layer>[.<copy>][.<name>]. */
export function unitPrefix(
  layer: Pick<PlannedLayer, "index" | "chain">,
  { copy, name }: { copy: number; name: string },
): string {
  const parts = ["model", String(layer.index)];
  if (layer.chain.length > 0) parts.push(String(copy));
  if (name !== "") parts.push(name);
  return parts.join(".");
}

function planLine(
  line: ConfigLine,
  before: readonly Pick<PlannedLayer, "output">[],
  config: Config,
): Omit<PlannedLayer, "key" | "consumers"> {
  const type = moduleTypes.get(line.module);
  if (!type) {
    throw new ReadableError({
      what: `Line ${String(line.line)} of the configuration, layer ${String(line.index)}, has an unknown module`,
      expected: `one of ${[...moduleTypes.keys(), ...blockNames].join(", ")}`,
      found: line.module,
      line: line.line,
    });
  }
  const photograph: MapPlan = { channels: 3, stride: 1 };
  const repeats = repeatsOf(line, config);
  const context = (inputs: readonly MapPlan[]): PlanContext => ({
    inputs,
    args: line.args,
    repeats,
    classes: config.classes.length,
    anchors: config.anchors,
    scaled: (channels) => scaledChannels(channels, config),
    fault: (expected, found) =>
      new ReadableError({
        what: `Line ${String(line.line)} of the configuration, layer ${String(line.index)} (${line.module})`,
        expected,
        found,
        line: line.line,
      }),
  });
  const inputs = line.from.map((source) => before[source]?.output ?? photograph);
  const plan = type.plan(context(inputs));
  const chain: ModulePlan[] = [];
  if (!type.repeatsInside) {
    while (chain.length < repeats - 1)
      chain.push(type.plan(context([(chain.at(-1) ?? plan).output])));
  }
  const output = (chain.at(-1) ?? plan).output;
  return { index: line.index, line, type, plan, chain, repeats, from: line.from, output };
}

function leastCommon(a: number, b: number): number {
  const shared = (x: number, y: number): number => (y === 0 ? x : shared(y, x % y));
  return (a / shared(a, b)) * b;
}
