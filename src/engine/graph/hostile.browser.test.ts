/** Graphs that are well written and ask for more memory than there is: a sentence, and the engine lives on. */

import { afterAll, expect, test } from "vitest";
import { GraphWriter } from "../../import/graph/testing/build.ts";
import { refusal, start } from "../testing/real.ts";

const engine = start();
afterAll(() => engine.dispose());

const cases: readonly (readonly [string, (graph: GraphWriter, map: string) => string])[] = [
  [
    "2^40 numbers",
    (graph) =>
      graph.node("out", "Fill", [
        graph.constant("dims", [2], [2 ** 20, 2 ** 20], "int32"),
        graph.constant("zero", [], [0]),
      ]),
  ],
  [
    "a map of 15,000 × 15,000 in 64 channels",
    (graph, map) =>
      graph.node("out", "ResizeNearestNeighbor", [
        graph.conv("wide", map, { inputs: 4, outputs: 64 }),
        graph.constant("size", [2], [15_000, 15_000], "int32"),
      ]),
  ],
  [
    "a shape that does not fit",
    (graph, map) =>
      graph.node("out", "Reshape", [map, graph.constant("shape", [2], [7, 11], "int32")]),
  ],
];

test.each(cases)("%s", async (_, make) => {
  const graph = new GraphWriter();
  const map = graph.conv("u", graph.picture("image", [16, 16]), { inputs: 3, outputs: 4 });
  const files = graph.files([make(graph, map)]);
  expect(await refusal(engine.load({ files }))).toMatch(
    /graph failed|each time it was tried|at most 268,435,456 numbers/,
  );
  const good = new GraphWriter();
  const out = good.mean("out", good.picture("image", [16, 16]), [1, 2], false);
  expect((await engine.load({ files: good.files([out]) })).seLayers).toEqual([]);
});
