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

/** Where a line of the configuration comes from. */
export interface ImportedLayer {
  /** Its module in the file: "model.18". */
  readonly path: string;
  /** Index among the file's layers; several lines may come from one. */
  readonly origin: number;
  /** What was recognised, assumed or changed: sentences for a person. */
  readonly remarks: readonly string[];
}

/** A network out of a foreign file. */
export interface ImportedNetwork {
  /** YAML text. */
  readonly config: string;
  /** By the names that the configuration's plan expects. */
  readonly arrays: ReadonlyMap<string, NamedArray>;
  readonly classes: readonly string[];
  /** One for each line of the configuration. */
  readonly layers: readonly ImportedLayer[];
  /** Names in the file that nothing was made of: buffers that the configuration has too. */
  readonly unused: readonly string[];
}

/** A line of the configuration to be written. */
export interface ReadLine {
  /** Lines that it reads; -1 is the photograph. */
  readonly from: readonly number[];
  readonly layer: ReadLayer;
  readonly path: string;
  readonly origin: number;
}

/**
 * Returns the network of a checkpoint that saved its modules. Throws a ReadableError that names the layer and
 * its class where it holds something that can't be run here.
 */
export function readYolo({ module, tensors, classes }: Checkpoint, name: string): ImportedNetwork {
  const sequence = module?.children.get("model") ?? module;
  if (!sequence) throw unknown(name, "only tensors");
  const modules = [...sequence.children.values()];
  const last = modules.at(-1);
  if (!last || !detectClasses.includes(last.className))
    throw unknown(name, last ? `a last layer ${last.className}` : "no layers");
  const lines: ReadLine[] = [];
  // Where the output of each of the file's layers stands among ours.
  const outputs: number[] = [];
  for (const [index, one] of modules.slice(0, -1).entries()) {
    lines.push(...readLines(one, { index, name, lines, outputs }));
    outputs.push(lines.length - 1);
  }
  const where = { index: modules.length - 1, name, lines, outputs };
  const { arrays: heads, anchors, classes: count } = readDetect(placeOf(last, where));
  const names = classes?.length === count ? classes : undefined;
  const detect: ReadLine = {
    from: sourcesOf(last, where),
    path: last.path,
    origin: where.index,
    layer: {
      module: "Detect",
      args: ["nc", "anchors"],
      output: { channels: 0, stride: 1 },
      arrays: heads,
    },
  };
  const all = [...lines, detect];
  const taken = new Set(all.flatMap(takenBy));
  return {
    config: configText({ names, count, anchors, lines: all }),
    arrays: new Map(all.flatMap(arraysOf)),
    classes: names ?? Array.from({ length: count }, (_, k) => `class ${String(k)}`),
    layers: all.map(({ layer, path, origin }) => ({ path, origin, remarks: layer.remarks ?? [] })),
    unused: [...tensors.keys()].filter((key) => !taken.has(key)),
  };
}

function arraysOf({ layer }: ReadLine, index: number): [string, NamedArray][] {
  return [...layer.arrays].map(([part, array]) => [`model.${String(index)}.${part}`, array]);
}

function takenBy({ layer, path }: ReadLine): string[] {
  const parts = [...layer.arrays.keys()].flatMap((part) => layer.took?.get(part) ?? [part]);
  // A fused convolution's bias became that of its batch normalisation.
  const twins = parts.flatMap((part) => [part, part.replace(/bn\.bias$/, "conv.bias")]);
  return twins.map((part) => `${path}.${part}`);
}

interface Where {
  /** Index among the file's layers. */
  readonly index: number;
  readonly name: string;
  readonly lines: readonly ReadLine[];
  readonly outputs: readonly number[];
}

function readLines(module: TorchModule, where: Where): ReadLine[] {
  const from = sourcesOf(module, where);
  const place = placeOf(module, where);
  const reader = layerReaders.get(module.className);
  const read = reader ? reader.read(place) : readSELayer(place);
  if (!read)
    throw place.fault(
      `one of ${[...layerReaders.keys()].join(", ")}, or an SE layer of any name`,
      module.className,
    );
  const about = { path: module.path, origin: where.index };
  if ("module" in read) return [{ ...about, from, layer: read }];
  const first = where.lines.length;
  return read.map((part) => ({
    ...about,
    layer: part.layer,
    from: part.from.flatMap((source) => (source < 0 ? from : [first + source])),
  }));
}

function placeOf(module: TorchModule, where: Where): Place {
  const { index, name, lines } = where;
  const fault = (expected: string, found: string): Error =>
    new ReadableError({
      what: `${name}, layer ${String(index)} (${module.className})`,
      expected,
      found,
    });
  const inputs = sourcesOf(module, where).map((source): MapSize => {
    if (source === -1) return { channels: 3, stride: 1 };
    const output = lines[source]?.layer.output;
    if (!output) throw fault("a layer before it to read from", String(source));
    return output;
  });
  return { module, inputs, fault };
}

/** Returns which of our lines a module of the file reads; -1 is the photograph. */
function sourcesOf(module: TorchModule, { index, name, outputs }: Where): number[] {
  const sources = wholesOf(module.attributes.get("f") ?? -1);
  return (sources ?? [NaN]).map((source) => {
    const at = source < 0 ? index + source : source;
    const line = at === -1 ? -1 : outputs[at];
    if (line !== undefined) return line;
    throw new ReadableError({
      what: `${name}, layer ${String(index)} (${module.className})`,
      expected: "layers before it to read from",
      found: Number.isNaN(source) ? "no whole numbers" : String(source),
    });
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
