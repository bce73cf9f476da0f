/** A parsed topology → a graph in running order, checked: names, inputs, constants, no cycle and no loop. */

import { ReadableError } from "../../trace/index.ts";
import { type Constant, type Graph, type GraphNode, field } from "./graph.ts";

const mostNodes = 20_000;
const mostInputs = 1000;

/** Operations that run a part of the graph again and again, for how long nobody can tell. */
const loops = new Set([
  ...["While", "StatelessWhile", "Enter", "RefEnter", "Exit", "NextIteration", "LoopCond"],
]);

/** Returns the graph. Throws a ReadableError that names the node. */
export function readGraph(topology: unknown, constants: ReadonlyMap<string, Constant>): Graph {
  const list: unknown = field(topology, "node");
  if (!Array.isArray(list) || list.length === 0)
    throw fault("The graph", "a list of nodes", "none");
  if (list.length > mostNodes)
    throw fault("The graph", `at most ${String(mostNodes)} nodes`, String(list.length));
  const byName = new Map<string, GraphNode>();
  for (const entry of list) {
    const node = nodeOf(entry);
    if (byName.has(node.name)) throw fault(`The node ${node.name}`, "one of its name", "two");
    if (loops.has(node.op)) throw fault(`The node ${node.name}`, "a graph without loops", node.op);
    if (node.op === "Const" && !constants.has(node.name))
      throw fault(`The constant ${node.name}`, "its numbers in weightsManifest", "none");
    byName.set(node.name, node);
  }
  const consumers = new Map<string, string[]>();
  for (const { name, inputs } of byName.values()) {
    for (const input of inputs) {
      if (!byName.has(input)) throw fault(`The node ${name}`, "inputs that are there", input);
      const readers = consumers.get(input);
      if (readers) readers.push(name);
      else consumers.set(input, [name]);
    }
  }
  return { nodes: inOrder(byName, consumers), byName, constants, consumers };
}

function nodeOf(entry: unknown): GraphNode {
  const name = field(entry, "name");
  const op = field(entry, "op");
  if (typeof name !== "string" || typeof op !== "string" || name.length > 2000)
    throw fault("A node of the graph", "a name and an operation", JSON.stringify(name) ?? "none");
  const inputs: unknown = field(entry, "input") ?? [];
  if (!Array.isArray(inputs) || inputs.length > mostInputs)
    throw fault(`The node ${name}`, `at most ${String(mostInputs)} inputs`, "something else");
  const attributes = field(entry, "attr");
  return {
    name,
    op,
    inputs: inputs.map(String).flatMap((input) => (input.startsWith("^") ? [] : nodeName(input))),
    attributes: typeof attributes === "object" ? { ...attributes } : {},
  };
}

/** Returns the node's name of one of its outputs: "a:0" is of "a". */
export function nodeName(output: string): string {
  return output.replace(/:\d+$/, "");
}

function inOrder(
  byName: ReadonlyMap<string, GraphNode>,
  consumers: ReadonlyMap<string, readonly string[]>,
): GraphNode[] {
  const open = new Map([...byName.values()].map(({ name, inputs }) => [name, inputs.length]));
  const ready = [...byName.values()].filter(({ inputs }) => inputs.length === 0);
  for (let at = 0; at < ready.length; at++) {
    for (const reader of consumers.get(ready[at]?.name ?? "") ?? []) {
      const left = (open.get(reader) ?? 0) - 1;
      open.set(reader, left);
      const node = byName.get(reader);
      if (left === 0 && node) ready.push(node);
    }
  }
  if (ready.length === byName.size) return ready;
  const stuck = [...open].find(([, left]) => left > 0)?.[0] ?? "";
  throw fault(`The node ${stuck}`, "a graph without cycles", "a node that depends on itself");
}

function fault(what: string, expected: string, found: string): ReadableError {
  const short = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);
  return new ReadableError({ what: `${short(what)} can't be read`, expected, found: short(found) });
}
