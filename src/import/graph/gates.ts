/** What follows a layer of an SE block in a graph: an activation, or the gate that makes channel weights. */

import type { HiddenActivation, TrainedGate } from "../../trace/index.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { affineAt, constantAt, inputOf, unshaped } from "./se-parts.ts";

/** Something that follows a layer: its result, and what it reads. */
export interface Follower<T> {
  readonly kind: T;
  readonly node: string;
  readonly from: GraphNode;
}

const fusedActivations: Readonly<Record<string, HiddenActivation>> = {
  ...{ Relu: "relu", Sigmoid: "sigmoid", Tanh: "tanh" },
};

/** Returns the activation whose result this node is; a layer with nothing after it has the identity. */
export function activationAt(
  graph: Graph,
  node: GraphNode | undefined,
): Follower<HiddenActivation> | undefined {
  const end = unshaped(graph, node);
  if (!end) return undefined;
  const from = inputOf(graph, end);
  const kind = fusedActivations[end.op];
  if (kind && from) return { kind, node: end.name, from };
  if (end.op === "Mul") {
    const swish = swishAt(graph, end) ?? hardSwishAt(graph, end);
    if (swish) return swish;
  }
  const layer = affineAt(graph, end);
  if (!layer) return undefined;
  const fused = layer.fused === undefined ? "identity" : fusedActivations[layer.fused];
  return fused && { kind: fused, node: end.name, from: end };
}

/** Returns the gate whose result this node is. */
export function gateAt(
  graph: Graph,
  node: GraphNode | undefined,
): Follower<TrainedGate> | undefined {
  const end = unshaped(graph, node);
  if (!end) return undefined;
  const from = inputOf(graph, end);
  if (end.op === "Sigmoid" && from) return { kind: "sigmoid", node: end.name, from };
  const hard = hardSigmoidAt(graph, end);
  if (hard) return { kind: "hardSigmoid", node: end.name, from: hard };
  if (affineAt(graph, end)?.fused === "Sigmoid")
    return { kind: "sigmoid", node: end.name, from: end };
  return undefined;
}

/** x · sigmoid(x). */
function swishAt(graph: Graph, node: GraphNode): Follower<HiddenActivation> | undefined {
  for (const [at, other] of bothWays) {
    const from = inputOf(graph, node, at);
    const gate = inputOf(graph, node, other);
    if (from && gate?.op === "Sigmoid" && inputOf(graph, gate) === from)
      return { kind: "silu", node: node.name, from };
  }
  return undefined;
}

/** x · ReLU6(x + 3) / 6, the sixth at either factor. */
function hardSwishAt(graph: Graph, node: GraphNode): Follower<HiddenActivation> | undefined {
  for (const [at, other] of bothWays) {
    const left = inputOf(graph, node, at);
    const right = inputOf(graph, node, other);
    if (!left || !right) continue;
    const gated = hardSigmoidAt(graph, right);
    if (gated && gated === left) return { kind: "hardSwish", node: node.name, from: left };
    const from = sixthOf(graph, left);
    if (from && shiftedRelu6(graph, right) === from)
      return { kind: "hardSwish", node: node.name, from };
  }
  return undefined;
}

const bothWays = [
  [0, 1],
  [1, 0],
] as const;

/** ReLU6(x + 3) / 6. Returns x. */
function hardSigmoidAt(graph: Graph, node: GraphNode): GraphNode | undefined {
  const six = sixthOf(graph, node);
  return six && shiftedRelu6(graph, six);
}

/** Returns x of x / 6. */
function sixthOf(graph: Graph, node: GraphNode): GraphNode | undefined {
  const sixth = near(1 / 6);
  if (node.op === "Mul")
    return numberOf(graph, node, 1, sixth)
      ? inputOf(graph, node)
      : numberOf(graph, node, 0, sixth)
        ? inputOf(graph, node, 1)
        : undefined;
  const isDivision = node.op === "RealDiv" || node.op === "Div";
  return isDivision && numberOf(graph, node, 1, near(6)) ? inputOf(graph, node) : undefined;
}

/** Returns x of ReLU6(x + 3). */
function shiftedRelu6(graph: Graph, node: GraphNode): GraphNode | undefined {
  const sum = node.op === "Relu6" ? inputOf(graph, node) : undefined;
  if (!sum || !(sum.op === "Add" || sum.op === "AddV2")) return undefined;
  if (numberOf(graph, sum, 1, near(3))) return inputOf(graph, sum);
  return numberOf(graph, sum, 0, near(3)) ? inputOf(graph, sum, 1) : undefined;
}

/** Returns whether an input is one constant number, or many alike, that passes. */
function numberOf(
  graph: Graph,
  node: GraphNode,
  at: number,
  test: (value: number) => boolean,
): boolean {
  const values = constantAt(graph, node, at)?.values();
  return values !== undefined && values.length > 0 && values.every(test);
}

// Half precision keeps three digits.
function near(wanted: number): (value: number) => boolean {
  return (value) => Math.abs(value - wanted) < 1e-3 * wanted;
}
