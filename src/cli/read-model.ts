/** Reads a model's folder on Node and places its parameters. */

import { basename, join, resolve } from "node:path";
import { readSafetensors } from "../import/safetensors.ts";
import {
  type Parameters,
  type Plan,
  describeModel,
  placeParameters,
  planNetwork,
  readConfig,
} from "../network/index.ts";
import type { Model } from "../trace/index.ts";
import { readBytes } from "./read-photo.ts";

/** A network that is ready to run. */
export interface LoadedModel {
  readonly plan: Plan;
  readonly parameters: Parameters;
  readonly model: Model;
}

/** Returns the network in a folder. Rejects with a ReadableError where a file is missing or wrong. */
export async function readModel(folder: string): Promise<LoadedModel> {
  const config = (await readBytes(join(folder, "config.yaml"))).toString("utf8");
  const path = join(folder, "parameters.safetensors");
  const { buffer, byteOffset, byteLength } = await readBytes(path);
  const plan = planNetwork(readConfig(config));
  const file = buffer.slice(byteOffset, byteOffset + byteLength);
  const { arrays } = readSafetensors(file, path);
  const parameters = placeParameters(plan, arrays);
  return { plan, parameters, model: describeModel(plan, arrays, basename(resolve(folder))) };
}
