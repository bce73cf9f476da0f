/** TensorFlow.js graph models: model.json with its shards. */

import { ReadableError } from "../trace/index.ts";
import { checkSizes } from "./graph/check-sizes.ts";
import { findSE } from "./graph/find-se.ts";
import { field } from "./graph/graph.ts";
import { inputOfGraph } from "./graph/input.ts";
import { classNamesIn } from "./graph/names.ts";
import { nodeName, readGraph } from "./graph/read-graph.ts";
import { shownLayers } from "./graph/shown.ts";
import { readWeights } from "./graph/weights.ts";
import { type Importer, type NamedFile, type OpenedGraph, baseName, textOf } from "./importer.ts";

const mostText = 64 * 2 ** 20;
const mostOutputs = 50;

/** Reads model.json of a graph model, and its shards. */
export const graphModel: Importer = {
  format: "TensorFlow.js graph model",
  match: (files) => modelJson(files) !== undefined,
  open(files): OpenedGraph {
    const file = modelJson(files);
    if (!file) throw new Error("asked to open what it does not match");
    const json = parsed(file);
    checkFormat(file, json);
    const weights = readWeights(field(json, "weightsManifest"), files);
    const topology: unknown = field(json, "modelTopology");
    const graph = readGraph(topology, weights.constants);
    checkSizes(graph);
    const input = inputOfGraph(graph);
    const blocks = findSE(graph);
    const size = input.size ? input.size.join(" × ") : "any size";
    return {
      kind: "graph",
      name: baseName(file) === "model" ? "graph model" : baseName(file),
      graph,
      artifacts: {
        topology,
        signature: field(json, "signature") ?? field(json, "userDefinedMetadata"),
        specs: weights.specs,
        data: weights.data,
      },
      input,
      outputs: outputsOf(json, graph),
      blocks,
      layers: shownLayers(graph, blocks),
      classes: classNamesIn(files),
      origin: {
        format: graphModel.format,
        files: files.map(({ name }) => name),
        facts: [
          ...generators(json),
          `input ${size}, numbers in ${input.range}: ${input.rangeFrom}`,
          blocks.length === 0
            ? "no SE block in the graph"
            : `${String(blocks.length)} SE blocks: mean over space, ${layersOf(blocks)}, gate, product with the same map`,
        ],
        layers: [],
        unused: [],
      },
    };
  },
};

function layersOf(blocks: readonly { readonly first: unknown }[]): string {
  return blocks.some(({ first }) => first) ? "two layers" : "one layer";
}

function modelJson(files: readonly NamedFile[]): NamedFile | undefined {
  return files.find(
    ({ name, bytes }) =>
      /\.json$/i.test(name) && !/(^|\/)reference\.json$/i.test(name) && isObject(bytes),
  );
}

function isObject(bytes: ArrayBuffer): boolean {
  return new TextDecoder().decode(bytes.slice(0, 64)).trimStart().startsWith("{");
}

function parsed(file: NamedFile): unknown {
  const fault = (expected: string, found: string): ReadableError =>
    new ReadableError({ what: `${file.name} can't be read as a graph model`, expected, found });
  if (file.bytes.byteLength > mostText) throw fault("at most 64 MB of text", "more");
  try {
    return JSON.parse(textOf(file));
  } catch (error) {
    throw fault("JSON", error instanceof Error ? error.message.slice(0, 200) : "something else");
  }
}

function checkFormat(file: NamedFile, json: unknown): void {
  const format = field(json, "format");
  const isLayers =
    format === "layers-model" || field(field(json, "modelTopology"), "model_config") !== undefined;
  if (isLayers) {
    throw new ReadableError({
      what: `${file.name} is a Keras model of layers and can't be read`,
      expected: "a graph model",
      todo: "Convert it again with tensorflowjs_converter --output_format=tfjs_graph_model",
    });
  }
  if (field(field(json, "modelTopology"), "node") !== undefined) return;
  throw new ReadableError({
    what: `${file.name} can't be read as a graph model`,
    expected: "modelTopology with its nodes",
    found: typeof format === "string" ? format.slice(0, 100) : "none",
    todo: "Choose the model.json that tensorflowjs_converter wrote, with its shards",
  });
}

/** Returns the names of the nodes that the signature calls outputs, else of those that nothing reads. */
function outputsOf(json: unknown, graph: OpenedGraph["graph"]): string[] {
  const metadata = field(json, "userDefinedMetadata");
  const outputs = field(field(json, "signature") ?? field(metadata, "signature"), "outputs");
  const named =
    typeof outputs === "object" && outputs !== null
      ? Object.entries(outputs).map(([key, output]) => {
          const name: unknown = field(output, "name");
          return typeof name === "string" ? name : key;
        })
      : graph.nodes
          .filter(({ name, op }) => op !== "Const" && !graph.consumers.has(name))
          .map(({ name }) => name);
  if (named.length === 0 || named.length > mostOutputs) {
    const found = String(named.length);
    throw new ReadableError({ what: "The graph's outputs", expected: "1 to 50", found });
  }
  const missing = named.find((name) => !graph.byName.has(nodeName(name)));
  if (missing === undefined) return named;
  throw new ReadableError({
    what: `The graph's output ${missing.slice(0, 200)}`,
    expected: "a node of the graph",
    found: "none of that name",
  });
}

function generators(json: unknown): string[] {
  return ["generatedBy", "convertedBy"].flatMap((key) => {
    const value = field(json, key);
    return typeof value === "string"
      ? `${key === "generatedBy" ? "made" : "converted"} by ${value.slice(0, 200)}`
      : [];
  });
}
