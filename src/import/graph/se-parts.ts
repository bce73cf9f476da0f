/** What SE blocks are made of in a graph: the pooling, and dense or 1×1 layers. */

import {
  type Constant,
  type Graph,
  type GraphNode,
  flagOf,
  numbersOf,
  textOf,
  textsOf,
} from "./graph.ts";

/** A dense or 1×1 layer: y = W · x + b. */
export interface Affine {
  /** The node that gives y, after the bias. */
  readonly node: string;
  /** The node that it reads. */
  readonly from: GraphNode;
  readonly inputs: number;
  readonly outputs: number;
  /** W, [outputs, inputs] row by row. */
  readonly matrix: () => Float32Array;
  readonly bias: (() => Float32Array) | undefined;
  /** What a fused node does after it: "Relu". */
  readonly fused: string | undefined;
}

const reshapes = new Set(["Reshape", "Squeeze", "ExpandDims", "Identity"]);
const adds = new Set(["Add", "AddV2", "BiasAdd"]);

/** Returns a node's input. */
export function inputOf(graph: Graph, node: GraphNode, at = 0): GraphNode | undefined {
  return graph.byName.get(node.inputs[at] ?? "");
}

/** Returns the node whose numbers these are, before they were only given another shape. */
export function unshaped(graph: Graph, node: GraphNode | undefined): GraphNode | undefined {
  let now = node;
  while (now && reshapes.has(now.op)) now = inputOf(graph, now);
  return now;
}

/** Returns the node that pooled a whole map into one number a channel, and the map's layout. */
export function poolingAt(
  graph: Graph,
  node: GraphNode,
): { readonly map: GraphNode; readonly channelsFirst: boolean } | undefined {
  const map = throughIdentity(graph, inputOf(graph, node));
  if (!map) return undefined;
  const channelsFirst = isChannelsFirst(graph, map);
  if (node.op === "Mean") {
    const axes = constantAt(graph, node, 1)?.values();
    const wanted = channelsFirst ? [2, 3] : [1, 2];
    const found = [...(axes ?? [])].map((axis) => (axis < 0 ? axis + 4 : axis)).sort();
    return found.join() === wanted.join() ? { map, channelsFirst } : undefined;
  }
  if (node.op !== "AvgPool" || textOf(node, "padding") !== "VALID") return undefined;
  // Without padding the pooled map is smaller, and its product with the whole one is allowed for 1×1 only.
  const [, height = 0, width = 0, depth = 0] = numbersOf(node, "ksize") ?? [];
  return height > 1 && width > 1 && depth === 1 && !channelsFirst
    ? { map, channelsFirst }
    : undefined;
}

/** Returns the dense or 1×1 layer whose result this node is, undefined where it is none. */
export function affineAt(graph: Graph, node: GraphNode | undefined): Affine | undefined {
  const end = unshaped(graph, node);
  if (!end) return undefined;
  const biased = adds.has(end.op) ? biasOf(graph, end) : undefined;
  const layer = biased ? unshaped(graph, biased.from) : end;
  const from = layer && inputOf(graph, layer);
  const kernel = layer && constantAt(graph, layer, 1);
  if (!layer || !from || !kernel) return undefined;
  const sizes = kernelSizes(layer, kernel.shape);
  if (!sizes) return undefined;
  const { inputs, outputs, isTransposed } = sizes;
  const fusedOps = textsOf(layer, "fused_ops");
  const inner = fusedOps.includes("BiasAdd") ? constantAt(graph, layer, 2) : undefined;
  const fused = fusedOps.find((name) => name !== "BiasAdd");
  if (biased && (inner || fused !== undefined)) return undefined;
  const bias = biased?.values ?? inner;
  if (bias && bias.shape.reduce((product, size) => product * size, 1) !== outputs) return undefined;
  return {
    node: end.name,
    from,
    inputs,
    outputs,
    matrix: () => (isTransposed ? kernel.values() : turned(kernel.values(), inputs, outputs)),
    bias: bias && (() => bias.values()),
    fused,
  };
}

function throughIdentity(graph: Graph, node: GraphNode | undefined): GraphNode | undefined {
  let now = node;
  while (now?.op === "Identity") now = inputOf(graph, now);
  return now;
}

/** Returns a node as what the pooling and the product read: the same map under another name is the same. */
export function sameMap(graph: Graph, node: GraphNode | undefined): GraphNode | undefined {
  return throughIdentity(graph, node);
}

/** Returns the constant that a node reads, undefined where its input is computed. */
export function constantAt(graph: Graph, node: GraphNode, at: number): Constant | undefined {
  const found = throughIdentity(graph, inputOf(graph, node, at));
  return found?.op === "Const" ? graph.constants.get(found.name) : undefined;
}

function biasOf(graph: Graph, node: GraphNode) {
  for (const [at, other] of [
    [1, 0],
    [0, 1],
  ] as const) {
    const values = constantAt(graph, node, at);
    const from = inputOf(graph, node, other);
    if (values && from) return { values, from };
  }
  return undefined;
}

function kernelSizes(layer: GraphNode, shape: readonly number[]) {
  if (layer.op === "Conv2D" || layer.op === "_FusedConv2D") {
    const [height, width, inputs = 0, outputs = 0] = shape;
    const isSingle = height === 1 && width === 1 && shape.length === 4;
    return isSingle ? { inputs, outputs, isTransposed: false } : undefined;
  }
  if (!["MatMul", "_FusedMatMul", "BatchMatMulV2"].includes(layer.op) || shape.length !== 2)
    return undefined;
  if (flagOf(layer, "transpose_a") || flagOf(layer, "adj_x")) return undefined;
  const isTransposed = flagOf(layer, "transpose_b") || flagOf(layer, "adj_y");
  const [rows = 0, columns = 0] = shape;
  return isTransposed
    ? { inputs: columns, outputs: rows, isTransposed }
    : { inputs: rows, outputs: columns, isTransposed };
}

const keepsLayout = new Set([
  ...["Relu", "Relu6", "Sigmoid", "Mul", "Add", "AddV2", "BiasAdd", "Identity", "Maximum"],
]);

/** Returns whether a map has its channels first, since it was transposed so and only changed number by number since. */
function isChannelsFirst(graph: Graph, map: GraphNode): boolean {
  let now: GraphNode | undefined = map;
  for (let steps = 0; now && steps < 20; steps++) {
    if (now.op === "Transpose")
      return [...(constantAt(graph, now, 1)?.values() ?? [])].join() === "0,3,1,2";
    if (!keepsLayout.has(now.op)) return false;
    const first = inputOf(graph, now);
    now = first?.op === "Const" ? inputOf(graph, now, 1) : first;
  }
  return false;
}

/** [rows, columns] → [columns, rows]. */
function turned(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      result[column * rows + row] = values[row * columns + column] ?? 0;
  return result;
}
