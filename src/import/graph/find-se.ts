/** Finds Squeeze-and-Excitation in a graph by what it computes: x̃ = u · gate(W2 · δ(W1 · mean(u))). */

import type { HiddenActivation, TrainedGate } from "../../trace/index.ts";
import { activationAt, gateAt } from "./gates.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { type Affine, affineAt, inputOf, poolingAt, sameMap, unshaped } from "./se-parts.ts";

/** One SE block, by the names of its nodes. */
export interface SEBlock {
  /** The map that is pooled and multiplied. */
  readonly map: string;
  /** z. */
  readonly squeeze: string;
  /** h; the squeeze's node where the block has one layer only. */
  readonly hidden: string;
  /** The last sums, which the gate reads; undefined where one fused node does both. */
  readonly sums: string | undefined;
  /** s. */
  readonly excitation: string;
  /** x̃ = s · u. */
  readonly product: string;
  /** C. */
  readonly channels: number;
  /** Width of the hidden layer; C where the block has one layer only. */
  readonly width: number;
  readonly activation: HiddenActivation;
  readonly gate: TrainedGate;
  /** W1, undefined where the block has one layer only ("effective SE"). */
  readonly first: Pick<Affine, "matrix" | "bias"> | undefined;
  readonly second: Pick<Affine, "matrix" | "bias">;
  /** Whether the map is [1, C, H, W] and not [1, H, W, C]. */
  readonly channelsFirst: boolean;
}

/**
 * Returns every SE block, in the graph's order. Only what multiplies exactly the map that was pooled counts: a
 * vector that scales another map, a map of one number a place, and what is never multiplied are left out.
 * Hu et al. 2018 (arXiv:1709.01507); one layer: Lee & Park 2020 (arXiv:1911.06667).
 */
export function findSE(graph: Graph): SEBlock[] {
  const found = new Map<string, SEBlock>();
  for (const node of graph.nodes) {
    if (node.op !== "Mul") continue;
    const block = blockAt(graph, node);
    // A product that is computed twice is one block.
    if (block && !found.has(block.excitation)) found.set(block.excitation, block);
  }
  return [...found.values()];
}

function blockAt(graph: Graph, product: GraphNode): SEBlock | undefined {
  return (
    sidesAt(graph, product, { weights: 1, map: 0 }) ??
    sidesAt(graph, product, { weights: 0, map: 1 })
  );
}

function sidesAt(
  graph: Graph,
  product: GraphNode,
  side: { readonly weights: number; readonly map: number },
): SEBlock | undefined {
  const gate = gateAt(graph, inputOf(graph, product, side.weights));
  const map = sameMap(graph, inputOf(graph, product, side.map));
  const second = gate && affineAt(graph, gate.from);
  if (!map || !second) return undefined;
  const isFusedGate = second.fused !== undefined;
  if (isFusedGate && gate.node !== second.node) return undefined;
  const before = unshaped(graph, second.from);
  if (!before) return undefined;
  const ends = {
    map: map.name,
    sums: isFusedGate ? undefined : second.node,
    excitation: gate.node,
    product: product.name,
    channels: second.outputs,
    gate: gate.kind,
    second,
  };
  const direct = poolingAt(graph, before);
  if (direct) {
    if (direct.map !== map || second.inputs !== second.outputs) return undefined;
    return {
      ...ends,
      squeeze: before.name,
      hidden: before.name,
      width: second.outputs,
      activation: "identity",
      first: undefined,
      channelsFirst: direct.channelsFirst,
    };
  }
  const activation = activationAt(graph, before);
  const first = activation && affineAt(graph, activation.from);
  const pooled = first && unshaped(graph, first.from);
  const pooling = pooled && poolingAt(graph, pooled);
  if (!pooling || pooling.map !== map) return undefined;
  if (first.outputs !== second.inputs || first.inputs !== second.outputs) return undefined;
  return {
    ...ends,
    squeeze: pooled.name,
    hidden: activation.node,
    width: first.outputs,
    activation: activation.kind,
    first,
    channelsFirst: pooling.channelsFirst,
  };
}
