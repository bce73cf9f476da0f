/** A YOLOv5 checkpoint → configuration and parameters as our own files have them, and what was found out. */

import { type NamedArray, ReadableError } from "../../trace/index.ts";
import { wholesOf } from "../torch/attributes.ts";
import type { Checkpoint } from "../torch/checkpoint.ts";
import type { TorchModule } from "../torch/modules.ts";
import { detectClasses, readDetect } from "./detect.ts";
import type { MapSize, Place, ReadLayer } from "./layer.ts";
import { layerReaders } from "./list.ts";
import { readSELayer } from "./se-layer.ts";
import { configText } from "./write-config.ts";

/** Something a person should know of a layer. */
export interface Remark {
  readonly layer: number;
  readonly text: string;
}

/** A network out of a foreign file. */
export interface ImportedNetwork {
  /** YAML text. */
  readonly config: string;
  /** By the names that the configuration's plan expects. */
  readonly arrays: ReadonlyMap<string, NamedArray>;
  readonly classes: readonly string[];
  readonly remarks: readonly Remark[];
  /** Names in the file that nothing was made of: buffers that the configuration has too. */
  readonly unused: readonly string[];
}

/** A line of the configuration to be written. */
export interface ReadLine {
  readonly from: readonly number[];
  readonly layer: ReadLayer;
}

/**
 * Returns the network of a checkpoint that saved its modules. Throws a ReadableError that names the layer and
 * its class where it holds something that can't be run here.
 */
export function readYolo({ module, tensors, classes }: Checkpoint, name: string): ImportedNetwork {
  const sequence = module?.children.get("model") ?? module;
  if (!sequence) throw unknown(name, "only tensors");
  const modules = [...sequence.children.values()];
  const detect = modules.at(-1);
  if (!detect || !detectClasses.includes(detect.className))
    throw unknown(name, detect ? `a last layer ${detect.className}` : "no layers");
  const lines: ReadLine[] = [];
  for (const [index, one] of modules.slice(0, -1).entries())
    lines.push(readLine(one, { index, name, lines }));
  const place = placeOf(detect, { index: modules.length - 1, name, lines });
  const { arrays: heads, anchors, classes: count } = readDetect(place);
  const names = classes?.length === count ? classes : undefined;
  const arrays = new Map<string, NamedArray>();
  const taken = new Set<string>();
  const put = (index: number, part: string, array: NamedArray, took = [part]): void => {
    arrays.set(`model.${String(index)}.${part}`, array);
    const path = modules[index]?.path ?? "";
    for (const one of took) taken.add(`${path}.${one}`);
  };
  for (const [index, { layer }] of lines.entries())
    for (const [part, array] of layer.arrays)
      put(index, part, array, [...(layer.took?.get(part) ?? [part])]);
  for (const [part, array] of heads) put(lines.length, part, array);
  return {
    config: configText({ names, count, anchors, lines, detect: sourcesOf(detect, lines.length) }),
    arrays,
    classes: names ?? Array.from({ length: count }, (_, k) => `class ${String(k)}`),
    remarks: lines.flatMap(({ layer }, index) =>
      (layer.remarks ?? []).map((text) => ({ layer: index, text })),
    ),
    unused: [...tensors.keys()].filter((key) => !taken.has(key)),
  };
}

interface Where {
  readonly index: number;
  readonly name: string;
  readonly lines: readonly ReadLine[];
}

function readLine(module: TorchModule, where: Where): ReadLine {
  const from = sourcesOf(module, where.index);
  const place = placeOf(module, where);
  const reader = layerReaders.get(module.className);
  const layer = reader ? reader.read(place) : readSELayer(place);
  if (layer) return { from, layer };
  throw place.fault(
    `one of ${[...layerReaders.keys()].join(", ")}, or an SE layer of any name`,
    module.className,
  );
}

function placeOf(module: TorchModule, { index, name, lines }: Where): Place {
  const fault = (expected: string, found: string): Error =>
    new ReadableError({
      what: `${name}, layer ${String(index)} (${module.className})`,
      expected,
      found,
    });
  const inputs = sourcesOf(module, index).map((source): MapSize => {
    const at = source < 0 ? index + source : source;
    if (at === -1 && index === 0) return { channels: 3, stride: 1 };
    const output = lines[at]?.layer.output;
    if (!output || at >= index) throw fault("a layer before it to read from", String(source));
    return output;
  });
  return { module, inputs, fault };
}

function sourcesOf(module: TorchModule, index: number): number[] {
  const from = module.attributes.get("f");
  const sources = from === undefined ? [-1] : wholesOf(from);
  if (sources) return sources;
  throw new ReadableError({
    what: `Layer ${String(index)} (${module.className})`,
    expected: "the layers that it reads",
    found: "no whole numbers",
  });
}

function unknown(name: string, found: string): ReadableError {
  return new ReadableError({
    what: `${name} is no YOLOv5 that can be run here`,
    expected: "a network that ends in Detect, with its modules",
    found,
    todo:
      found === "only tensors"
        ? "Give its configuration (.yaml) together with it, or save the whole model"
        : "Use a detection checkpoint of YOLOv5 v6.0 to v7.0 or of a fork of it",
  });
}
