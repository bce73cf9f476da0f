/** What a graph wants as its input: the size of the picture, and the range of its numbers. */

import { ReadableError } from "../../trace/index.ts";
import { type Graph, type GraphNode, field, sizesOf } from "./graph.ts";
import { inputOf } from "./se-parts.ts";

/** Which numbers black and white are: [0, 1], [-1, 1] or [0, 255]. */
export type InputRange = "0..1" | "-1..1" | "0..255";

/** Every range, the usual one first. */
export const inputRanges: readonly InputRange[] = ["0..1", "-1..1", "0..255"];

/** The graph's picture. */
export interface GraphInput {
  /** Its Placeholder. */
  readonly node: string;
  /** Height and width in pixels; undefined where the graph takes any. */
  readonly size: readonly [height: number, width: number] | undefined;
  readonly range: InputRange;
  /** Where the range comes from, a sentence's end: "read from the graph". */
  readonly rangeFrom: string;
  /** Whether it takes whole numbers only. */
  readonly isWhole: boolean;
  /** Whether it takes one number a pixel, how bright it is. */
  readonly isGrey: boolean;
}

const largestSide = 2048;

/** Returns the picture's input. Throws a ReadableError where the graph does not take one picture. */
export function inputOfGraph(graph: Graph): GraphInput {
  const placeholders = graph.nodes.filter(({ op }) => op === "Placeholder");
  const [node] = placeholders;
  if (!node || placeholders.length > 1) {
    const names = placeholders.slice(0, 5).map(({ name }) => name);
    throw new ReadableError({
      what: "This graph can't be run on a photograph",
      expected: "one input",
      found: names.length === 0 ? "none" : names.join(", "),
    });
  }
  const sizes = sizesOf(field(node.attributes["shape"], "shape")) ?? [-1, -1, -1, 3];
  const [batch = 1, height = -1, width = -1, colours = 0] = sizes;
  const isSide = (side: number): boolean => side === -1 || (side > 0 && side <= largestSide);
  if (
    sizes.length !== 4 ||
    !(batch === 1 || batch === -1) ||
    ![3, 1, -1].includes(colours) ||
    !isSide(height) ||
    !isSide(width)
  ) {
    throw new ReadableError({
      what: `The graph's input ${node.name}`,
      expected: `the shape [1, height, width, 3 or 1] with sides of at most ${String(largestSide)}`,
      found: `[${sizes.join(", ")}]`,
    });
  }
  const isWhole = /INT|UINT/.test(String(field(node.attributes["dtype"], "type")));
  return {
    node: node.name,
    size: height > 0 && width > 0 ? [height, width] : undefined,
    ...(isWhole
      ? { range: "0..255" as const, rangeFrom: "since it takes whole numbers" }
      : rangeOf(graph, node)),
    isWhole,
    isGrey: colours === 1,
  };
}

/** What the first sums on the picture say of its range: who divides by 255 was given up to 255. */
function rangeOf(graph: Graph, input: GraphNode): Pick<GraphInput, "range" | "rangeFrom"> {
  const rangeFrom = "read from what the graph does with it first";
  for (const name of graph.consumers.get(input.name) ?? []) {
    const reader = graph.byName.get(name);
    if (!reader || !["Mul", "Sub", "RealDiv", "Add", "AddV2"].includes(reader.op)) continue;
    const number = [0, 1]
      .map((at) => inputOf(graph, reader, at)?.name ?? "")
      .map((constant) => graph.constants.get(constant)?.values()[0])
      .find((value) => value !== undefined);
    if (number === undefined || number === 0) continue;
    const size = Math.abs(reader.op === "Mul" ? 1 / number : number);
    if (size > 50) return { range: "0..255", rangeFrom };
    return { range: "0..1", rangeFrom };
  }
  return {
    range: "0..1",
    rangeFrom: "assumed, since the graph does not say; give another one where results look wrong",
  };
}
