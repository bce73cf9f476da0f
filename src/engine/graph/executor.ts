/** Runs a graph, or the part of it between tensors that are given and nodes that are wanted. */

import { type GraphModel, loadGraphModelSync } from "@tensorflow/tfjs-converter/dist/index.js";
import type { NamedTensorMap, Tensor, io } from "@tensorflow/tfjs-core";
import type { OpenedGraph } from "../../import/index.ts";
import { ReadableError } from "../../trace/index.ts";
import { isAbort, messageOf } from "../errors.ts";

/** A graph on the device. */
export interface Executor {
  /**
   * Returns a tensor of the caller's for each wanted node, given some nodes' tensors. Only what lies between
   * runs. Rejects with a ReadableError where an operation fails.
   */
  run(given: ReadonlyMap<string, Tensor>, wanted: readonly string[]): Promise<Map<string, Tensor>>;
  dispose(): void;
}

/** Puts a graph's arrays on the device. Throws a ReadableError for an operation that is not known. */
export function makeExecutor({ artifacts, origin }: OpenedGraph): Executor {
  const model = placed(artifacts, origin.files[0] ?? "The graph");
  // Some operations give their result later; the first run shows whether there are any.
  let isLate = false;
  const execute = async (inputs: NamedTensorMap, names: string[]): Promise<Tensor | Tensor[]> => {
    if (!isLate) {
      try {
        return model.execute(inputs, names);
      } catch (error) {
        if (!/executeAsync/.test(messageOf(error))) throw error;
        isLate = true;
      }
    }
    return model.executeAsync(inputs, names);
  };
  return {
    async run(given, wanted) {
      const inputs = Object.fromEntries(given);
      const names = [...new Set(wanted)].filter((name) => !given.has(name));
      const results = new Map<string, Tensor>();
      try {
        if (names.length > 0) {
          const made = [await execute(inputs, names)].flat();
          names.forEach((name, k) => {
            const tensor = made[k];
            if (tensor) results.set(name, tensor);
          });
        }
        for (const name of wanted) {
          const tensor = given.get(name);
          if (tensor) results.set(name, tensor.clone());
        }
        return results;
      } catch (error) {
        throw ofGraph(error);
      }
    },
    dispose() {
      model.dispose();
    },
  };
}

function placed(artifacts: OpenedGraph["artifacts"], file: string): GraphModel<io.IOHandlerSync> {
  const { topology, signature, specs, data } = artifacts;
  // What the importer checked has the shape that the executor's types ask for.
  const whole = {
    format: "graph-model",
    modelTopology: topology,
    weightSpecs: specs,
    weightData: data,
    ...(signature === undefined ? {} : { signature }),
  } as io.ModelArtifacts;
  try {
    return loadGraphModelSync({ load: () => whole });
  } catch (error) {
    throw new ReadableError(
      {
        what: `${file} can't be run`,
        expected: "operations that TensorFlow.js knows",
        found: messageOf(error).slice(0, 300),
      },
      { cause: error },
    );
  }
}

/** A graph's own fault is told; a device that can't go on breaks the Core, which is then started again. */
function ofGraph(error: unknown): unknown {
  if (error instanceof ReadableError || isAbort(error)) return error;
  const found = messageOf(error);
  const isDevice =
    error instanceof WebAssembly.RuntimeError || /context|shader|webgl|unreachable/i.test(found);
  if (isDevice) return error;
  return new ReadableError(
    { what: "An operation of the graph failed", found: found.slice(0, 300) },
    { cause: error },
  );
}
