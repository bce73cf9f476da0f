/** A network's files → what the network's own reader takes. */

import { readSafetensors } from "../import/safetensors.ts";
import type { ModelOrigin, NamedArrays } from "../trace/index.ts";
import type { AnyModelFiles } from "./door.ts";

/** A network that was read and is not on the device yet. */
export interface ReadModel {
  readonly name: string;
  /** YAML text. */
  readonly config: string;
  readonly arrays: NamedArrays;
  readonly reference: string | undefined;
  readonly origin: ModelOrigin | undefined;
}

/** Returns the network. Rejects with a ReadableError where its files are wrong. */
export async function readModelFiles(files: AnyModelFiles): Promise<ReadModel> {
  if ("files" in files) {
    // The readers of foreign files are loaded with the first of these.
    const { openModel } = await import("../import/index.ts");
    const opened = openModel(files.files);
    return { ...opened, name: files.name ?? opened.name };
  }
  const { name, config, parameters, reference } = files;
  const { arrays } = readSafetensors(parameters, `${name}'s parameter file`);
  return { name, config, arrays, reference, origin: undefined };
}
