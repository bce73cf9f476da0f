/** YOLOv5's checkpoints: the file that training writes, read as data. */

import { type NamedArray, ReadableError } from "../trace/index.ts";
import {
  type Importer,
  type NamedFile,
  type OpenedModel,
  baseName,
  textOf,
  withEnding,
} from "./importer.ts";
import { isZip } from "./torch/archive.ts";
import { type Checkpoint, readCheckpoint } from "./torch/checkpoint.ts";
import { readYolo } from "./yolo/network.ts";

/** Reads *.pt and *.pth; with *.yaml besides where only tensors were saved. */
export const torchCheckpoint: Importer = {
  format: "PyTorch checkpoint",
  match: (files) => checkpointOf(files) !== undefined,
  open(files) {
    const file = checkpointOf(files);
    if (!file) throw new Error("opened without a match");
    const checkpoint = readCheckpoint(file.bytes, file.name);
    const config = withEnding(files, /\.ya?ml$/i);
    if (checkpoint.module || !config) return fromModules(checkpoint, file);
    return fromTensors(checkpoint, file, config);
  },
};

function checkpointOf(files: readonly NamedFile[]): NamedFile | undefined {
  const named = withEnding(files, /\.(pt|pth)$/i);
  return (
    named ??
    files.find(({ bytes }) => isZip(new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength))))
  );
}

function fromModules(checkpoint: Checkpoint, file: NamedFile): OpenedModel {
  const { config, arrays, layers, unused } = readYolo(checkpoint, file.name);
  return {
    kind: "configuration",
    ...{ name: baseName(file), config, arrays, reference: undefined },
    origin: {
      format: torchCheckpoint.format,
      files: [file.name],
      facts: factsOf(checkpoint),
      layers: layers.map(({ path, origin: index, remarks }) => ({ path, index, remarks })),
      unused,
    },
  };
}

function fromTensors(checkpoint: Checkpoint, file: NamedFile, config: NamedFile): OpenedModel {
  const arrays = new Map<string, NamedArray>();
  for (const [name, tensor] of checkpoint.tensors) arrays.set(name, tensor.read());
  if (![...arrays.keys()].some((name) => name.startsWith("model."))) {
    throw new ReadableError({
      what: `${file.name} doesn't hold a YOLOv5`,
      expected: "tensors with names like model.0.conv.weight",
      found: [...arrays.keys()].slice(0, 3).join(", "),
    });
  }
  return {
    kind: "configuration",
    ...{ name: baseName(file), config: textOf(config), arrays, reference: undefined },
    origin: {
      format: torchCheckpoint.format,
      files: [file.name, config.name],
      facts: factsOf(checkpoint),
      layers: [],
      unused: [],
    },
  };
}

function factsOf({ source, epoch, tensors }: Checkpoint): string[] {
  const kinds = new Set([...tensors.values()].map(({ storage }) => storage));
  return [
    source === "ema"
      ? "the average over training (EMA) was taken, as for evaluation"
      : `the parameters under "${source}" were taken`,
    epoch === undefined ? "a finished training" : `saved after epoch ${String(epoch)} of training`,
    kinds.has("HalfStorage") ? "numbers of half precision" : "numbers of single precision",
  ];
}
