/** What browser tests of the engine share: the bundled network's files, photographs, and what is refused. */

import { expect } from "vitest";
import { decodeUrl } from "../../image/index.ts";
import { type Photo, ReadableError } from "../../trace/index.ts";
import { fetchModel } from "../fetch-model.ts";
import { type Engine, type ModelFiles, startEngine } from "../index.ts";

/** The folder of the bundled network. */
export const url = "/models/se-yolov5n";

/** Returns the bundled network's files. */
export function modelFiles(): Promise<ModelFiles> {
  return fetchModel(url);
}

/** Returns a bundled photograph: "motorcycle", "coffee". */
export function bundled(name: string): Promise<Photo> {
  return decodeUrl(`/photos/${name}.jpg`, name);
}

/** Returns an engine on WebAssembly that reads 320 pixels. */
export function start(): Engine {
  return startEngine({ backend: "wasm", size: 320 });
}

/** Returns the list of states that an engine shows from now on, each once in a row. */
export function statesOf(engine: Engine): string[] {
  const seen: string[] = [];
  engine.watch(({ state }) => {
    if (seen.at(-1) !== state) seen.push(state);
  });
  return seen;
}

/** Returns the sentence of the ReadableError that the work rejects with; anything else fails the test. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => "nothing was thrown",
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ReadableError);
  return error instanceof Error ? error.message : "";
}
