/** Which nodes of a graph are shown as layers: what computes a map, and every SE block as one. */

import type { SEBlock } from "./find-se.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { inputOf } from "./se-parts.ts";

/** One layer of a graph. */
export interface ShownLayer {
  /** The node whose output its maps are. */
  readonly node: string;
  /** TensorFlow's name of the operation; "SE" for an SE block. */
  readonly module: string;
  /** Positions of the layers it reads; -1 is the photograph. */
  readonly from: readonly number[];
  /** Count of the numbers in its constants. */
  readonly parameters: number;
}

const convolutions = new Set([
  ...["Conv2D", "_FusedConv2D", "DepthwiseConv2dNative", "FusedDepthwiseConv2dNative"],
  ...["Conv2DBackpropInput", "DepthwiseConv2dNativeBackpropInput"],
]);
const joints = new Set(["Add", "AddV2", "AddN", "ConcatV2"]);
const others = new Set(["MaxPool", "AvgPool", "ResizeBilinear", "ResizeNearestNeighbor"]);
const mostLayers = 2000;

/** Returns the layers in the graph's order. */
export function shownLayers(graph: Graph, blocks: readonly SEBlock[]): ShownLayer[] {
  const products = new Map(blocks.map((block) => [block.product, block]));
  const inside = new Set(blocks.flatMap((block) => insideOf(graph, block)));
  const picked = graph.nodes
    .filter((node) => products.has(node.name) || (!inside.has(node.name) && isShown(graph, node)))
    .slice(0, mostLayers);
  const places = new Map(picked.map(({ name }, place) => [name, place]));
  // For every node, the shown ones whose results come into it.
  const reaching = new Map<string, ReadonlySet<number>>();
  const comingInto = (node: GraphNode): Set<number> =>
    new Set(node.inputs.flatMap((input) => [...(reaching.get(input) ?? [])]));
  const layers: ShownLayer[] = [];
  for (const node of graph.nodes) {
    const place = places.get(node.name);
    if (node.op === "Placeholder") reaching.set(node.name, new Set([-1]));
    else if (place === undefined) reaching.set(node.name, comingInto(node));
    else {
      const block = products.get(node.name);
      const map = block && graph.byName.get(block.map);
      const from = block ? (reaching.get(block.map) ?? new Set(map ? [-1] : [])) : comingInto(node);
      reaching.set(node.name, new Set([place]));
      layers.push({
        node: node.name,
        module: block ? "SE" : node.op,
        from: [...from].sort((a, b) => a - b),
        parameters: block ? parametersOf(block) : constantsOf(graph, node),
      });
    }
  }
  return layers;
}

function isShown(graph: Graph, node: GraphNode): boolean {
  if (convolutions.has(node.op) || others.has(node.op)) return true;
  const constants = node.inputs.filter((name) => graph.byName.get(name)?.op === "Const").length;
  return joints.has(node.op) && node.inputs.length - constants >= 2;
}

/** Returns the names of a block's nodes from the pooling to the channel weights. */
function insideOf(graph: Graph, block: SEBlock): string[] {
  const names: string[] = [];
  const open = [graph.byName.get(block.excitation)];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.op === "Const" || names.includes(node.name)) continue;
    names.push(node.name);
    if (node.name === block.squeeze) continue;
    for (let at = 0; at < node.inputs.length; at++) open.push(inputOf(graph, node, at));
  }
  return names;
}

function constantsOf(graph: Graph, node: GraphNode): number {
  const sizes = node.inputs.map((name) => graph.constants.get(name)?.shape);
  return sizes.reduce((sum, shape) => sum + (shape?.reduce((a, b) => a * b, 1) ?? 0), 0);
}

function parametersOf({ channels, width, first, second }: SEBlock): number {
  const biases = (first?.bias ? width : 0) + (second.bias ? channels : 0);
  return channels * width * (first ? 2 : 1) + biases;
}
