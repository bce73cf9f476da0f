/** Refuses a graph whose own constants ask for maps that no machine has room for. */

import { ReadableError } from "../../trace/index.ts";
import type { Graph } from "./graph.ts";
import { inputOf } from "./se-parts.ts";

/** Where an operation's wanted sizes stand among its inputs. */
const sizesAt: Readonly<Record<string, number>> = {
  ...{ Fill: 0, BroadcastTo: 1, Tile: 1 },
  ...{ ResizeBilinear: 1, ResizeNearestNeighbor: 1 },
};
const most = 2 ** 28;

/** Throws a ReadableError that names the node. */
export function checkSizes(graph: Graph): void {
  for (const node of graph.nodes) {
    const at = sizesAt[node.op];
    const sizes = at === undefined ? undefined : inputOf(graph, node, at);
    const wanted = sizes && graph.constants.get(sizes.name)?.values();
    if (!wanted || wanted.reduce((product, size) => product * size, 1) <= most) continue;
    throw new ReadableError({
      what: `The node ${node.name.slice(0, 300)} (${node.op}) can't be run`,
      expected: `at most ${most.toLocaleString("en")} numbers`,
      found: [...wanted.subarray(0, 8)].join(" × "),
    });
  }
}
