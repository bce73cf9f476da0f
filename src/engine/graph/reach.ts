/** What depends on what in a graph. */

import type { Graph } from "../../import/index.ts";

/** Returns the names of all nodes whose results depend on one of these, themselves among them. */
export function dependentsOf(graph: Graph, names: readonly string[]): ReadonlySet<string> {
  const reached = new Set(names);
  for (const node of graph.nodes) {
    if (node.inputs.some((input) => reached.has(input))) reached.add(node.name);
  }
  return reached;
}
