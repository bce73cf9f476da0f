/** Every importer, and the one that fits some files. A new one is one file and one line here. */

import { ReadableError } from "../trace/index.ts";
import { graphModel } from "./graph-model.ts";
import type { Importer, NamedFile, Opened } from "./importer.ts";
import { safetensorsPair } from "./safetensors-pair.ts";
import { torchCheckpoint } from "./torch-checkpoint.ts";

/** Importers in the order that they are asked. */
export const importers: readonly Importer[] = [safetensorsPair, torchCheckpoint, graphModel];

/** Returns the network in the files. Throws a ReadableError where no importer knows them or one refuses them. */
export function openModel(files: readonly NamedFile[]): Opened {
  const importer = importers.find((one) => one.match(files));
  if (importer) return importer.open(files);
  const names = files.map(({ name }) => name).join(", ");
  throw new ReadableError({
    what: names === "" ? "No file was given" : `${names} can't be read as a network`,
    expected:
      "a YOLOv5 checkpoint (.pt), parameters (.safetensors) with a configuration (.yaml), or a graph model (model.json with its .bin files)",
    todo: "Choose the best.pt that training wrote",
  });
}
