/** A network's files → what the network's own reader takes. */

import type { OpenedGraph } from "../import/importer.ts";
import { readSafetensors } from "../import/safetensors.ts";
import { planNetwork, randomParameters, readConfig } from "../network/index.ts";
import { type ModelOrigin, type NamedArrays, ReadableError } from "../trace/index.ts";
import type { AnyModelFiles, RandomModel } from "./door.ts";

/** A network that was read and is not on the device yet. */
export interface ReadModel {
  readonly kind: "configuration";
  readonly name: string;
  /** YAML text. */
  readonly config: string;
  readonly arrays: NamedArrays;
  readonly reference: string | undefined;
  readonly origin: ModelOrigin | undefined;
  /** Seed of random parameters; undefined for those of a file. */
  readonly random?: number;
}

/** Returns the network. Rejects with a ReadableError where its files are wrong. */
export async function readModelFiles(files: AnyModelFiles): Promise<ReadModel | OpenedGraph> {
  if ("files" in files) {
    // The readers of foreign files are loaded with the first of these.
    const { openModel } = await import("../import/index.ts");
    const opened = openModel(files.files);
    return { ...opened, name: files.name ?? opened.name };
  }
  if ("random" in files) return drawModel(files);
  const { name, config, parameters, reference } = files;
  const { arrays } = readSafetensors(parameters, `${name}'s parameter file`);
  return { kind: "configuration", name, config, arrays, reference, origin: undefined };
}

function drawModel({ name: given, config, random }: RandomModel): ReadModel {
  if (!Number.isInteger(random)) {
    throw new ReadableError({
      what: "The seed of random parameters",
      expected: "a whole number",
      found: String(random),
    });
  }
  // The name goes where the network goes, and must not promise anything.
  const name = given === undefined ? "random parameters" : `${given} (random parameters)`;
  const arrays = randomParameters(planNetwork(readConfig(config)), random);
  return {
    kind: "configuration",
    ...{ name, config, arrays, reference: undefined, origin: undefined, random },
  };
}
