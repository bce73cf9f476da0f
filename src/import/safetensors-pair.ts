/** The project's own pair: parameters in safetensors and a configuration in YAML. */

import { ReadableError } from "../trace/index.ts";
import { type Importer, baseName, textOf, withEnding } from "./importer.ts";
import { readSafetensors } from "./safetensors.ts";

/** Reads *.safetensors with *.yaml, and reference.json where it is there. */
export const safetensorsPair: Importer = {
  format: "safetensors with a configuration",
  match: (files) => withEnding(files, /\.safetensors$/i) !== undefined,
  open(files) {
    const parameters = withEnding(files, /\.safetensors$/i);
    const config = withEnding(files, /\.ya?ml$/i);
    if (!parameters || !config) {
      throw new ReadableError({
        what: `${parameters?.name ?? "The parameters"} can't be loaded alone`,
        expected: "its configuration (.yaml) together with it",
        todo: "Choose both files at once",
      });
    }
    const reference = withEnding(files, /(^|\/)reference\.json$/i);
    const { arrays, metadata } = readSafetensors(parameters.bytes, parameters.name);
    return {
      kind: "configuration",
      name: baseName(parameters) === "parameters" ? baseName(config) : baseName(parameters),
      config: textOf(config),
      arrays,
      reference: reference && textOf(reference),
      origin: {
        format: safetensorsPair.format,
        files: [parameters.name, config.name],
        facts: Object.entries(metadata).map(([key, value]) => `${key}: ${value}`),
        layers: [],
        unused: [],
      },
    };
  },
};
