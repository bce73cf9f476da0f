/** SE in crafted graphs: every way that exporters write it is found, and what only looks like it is not. */

import { expect, test } from "vitest";
import { openModel } from "../open-model.ts";
import type { SEBlock } from "./find-se.ts";
import { GraphWriter, convolution, fusedOps, pooling } from "./testing/build.ts";

interface Parts {
  readonly graph: GraphWriter;
  /** The map u, [1, 8, 8, 8]. */
  readonly map: string;
}

function start(): Parts {
  const graph = new GraphWriter();
  const input = graph.picture("image", [8, 8]);
  return { graph, map: graph.conv("u", input, { side: 3, inputs: 3, outputs: 8 }) };
}

function blocksOf(graph: GraphWriter, output: string): readonly SEBlock[] {
  const opened = openModel(graph.files([output]));
  if (opened.kind !== "graph") throw new Error("no graph");
  return opened.blocks;
}

/** Adds W1 and W2 as 1×1 convolutions with ReLU between. Returns the sums. */
function excite({ graph }: Parts, from: string, hidden = 4): string {
  const first = graph.conv("first", from, { inputs: 8, outputs: hidden });
  const bias = graph.noise("first/bias", [hidden]);
  const relu = graph.node("relu", "Relu", [graph.node("first/add", "BiasAdd", [first, bias])]);
  const second = graph.conv("second", relu, { inputs: hidden, outputs: 8 });
  return graph.node("second/add", "AddV2", [graph.noise("second/bias", [8]), second]);
}

test("mean, two 1×1 layers, sigmoid, product", () => {
  const parts = start();
  const { graph, map } = parts;
  const sums = excite(parts, graph.mean("z", map, [1, 2]));
  const s = graph.node("s", "Sigmoid", [sums]);
  const [block, ...rest] = blocksOf(graph, graph.node("x", "Mul", [map, s]));
  expect(rest).toEqual([]);
  expect(block).toMatchObject({
    ...{ map: "u", squeeze: "z", hidden: "relu", sums: "second/add", excitation: "s" },
    ...{ product: "x", channels: 8, width: 4, activation: "relu", gate: "sigmoid" },
  });
  const kernel = Array.from({ length: 32 }, (_, k) => block?.first?.matrix()[k] ?? 0);
  // [1, 1, 8, 4] in the file, [4, 8] here.
  const opened = openModel(graph.files(["x"]));
  if (opened.kind !== "graph") throw new Error("no graph");
  const stored = opened.graph.constants.get("first/kernel")?.values() ?? [];
  expect(kernel[1]).toBe(stored[4]);
  expect(block?.second.bias?.()).toHaveLength(8);
});

test("dense layers between reshapes, hidden swish, hard sigmoid, fused or not; the product either way round", () => {
  const { graph, map } = start();
  const z = graph.mean("z", map, [-3, -2], false);
  const first = graph.dense("first", z, { inputs: 8, outputs: 2 });
  const swish = graph.node("swish", "Mul", [first, graph.node("gate", "Sigmoid", [first])]);
  const kernel = graph.noise("second/kernel", [2, 8]);
  const bias = graph.noise("second/bias", [8]);
  const second = graph.node("second", "_FusedMatMul", [swish, kernel, bias], fusedOps("BiasAdd"));
  const shape = graph.constant("shape", [4], [1, 1, 1, 8], "int32");
  const wide = graph.node("wide", "Reshape", [second, shape]);
  const three = graph.constant("three", [], [3]);
  const six = graph.node("six", "Relu6", [graph.node("plus", "AddV2", [wide, three])]);
  const s = graph.node("s", "Mul", [six, graph.constant("sixth", [], [0.16666667])]);
  const [block] = blocksOf(graph, graph.node("x", "Mul", [s, map]));
  expect(block).toMatchObject({
    ...{ squeeze: "z", hidden: "swish", sums: "second", excitation: "s", width: 2 },
    ...{ activation: "silu", gate: "hardSigmoid" },
  });
});

test("average pooling over the whole map, one layer (effective SE), and no nodes' names that help", () => {
  const { graph, map } = start();
  const z = graph.node("n1", "AvgPool", [map], pooling("VALID", [8, 8]));
  const sums = graph.conv("n2", z, { inputs: 8, outputs: 8 });
  const s = graph.node("n3", "Sigmoid", [sums]);
  const [block] = blocksOf(graph, graph.node("n4", "Mul", [s, map]));
  expect(block).toMatchObject({ squeeze: "n1", hidden: "n1", excitation: "n3", width: 8 });
  expect(block?.first).toBeUndefined();
});

test("channels first, between transposes", () => {
  const parts = start();
  const { graph } = parts;
  const order = graph.constant("order", [4], [0, 3, 1, 2], "int32");
  const map = graph.node("t", "Transpose", [parts.map, order]);
  const z = graph.mean("z", map, [2, 3], false);
  const first = graph.node("relu", "Relu", [graph.dense("a", z, { inputs: 8, outputs: 4 })]);
  const s = graph.node("s", "Sigmoid", [graph.dense("b", first, { inputs: 4, outputs: 8 })]);
  const shape = graph.constant("shape", [4], [1, 8, 1, 1], "int32");
  const wide = graph.node("wide", "Reshape", [s, shape]);
  const [block] = blocksOf(graph, graph.node("x", "Mul", [map, wide]));
  expect(block).toMatchObject({ channelsFirst: true, map: "t", excitation: "s" });
});

test("two blocks that share their layers are two blocks", () => {
  const { graph, map } = start();
  const other = graph.conv("v", map, { inputs: 8, outputs: 8 });
  const first = graph.noise("first", [1, 1, 8, 4]);
  const second = graph.noise("second", [1, 1, 4, 8]);
  const products = [map, other].map((u, k) => {
    const name = (part: string): string => `${part}${String(k)}`;
    const z = graph.mean(name("z"), u, [1, 2]);
    const a = graph.node(name("a"), "Conv2D", [z, first], convolution("VALID"));
    const relu = graph.node(name("relu"), "Relu", [a]);
    const b = graph.node(name("b"), "Conv2D", [relu, second], convolution("VALID"));
    return graph.node(name("x"), "Mul", [u, graph.node(name("s"), "Sigmoid", [b])]);
  });
  const sum = graph.node("sum", "AddV2", products);
  expect(blocksOf(graph, sum).map(({ map: u }) => u)).toEqual(["u", "v"]);
});

const nearMisses: readonly (readonly [string, (parts: Parts) => string])[] = [
  [
    "channel weights that nothing is multiplied by",
    (parts) => {
      const s = parts.graph.node("s", "Sigmoid", [
        excite(parts, parts.graph.mean("z", parts.map, [1, 2])),
      ]);
      return parts.graph.node("x", "AddV2", [parts.map, s]);
    },
  ],
  [
    "a product with another map than the pooled one",
    (parts) => {
      const other = parts.graph.conv("v", parts.map, { inputs: 8, outputs: 8 });
      const s = parts.graph.node("s", "Sigmoid", [
        excite(parts, parts.graph.mean("z", parts.map, [1, 2])),
      ]);
      return parts.graph.node("x", "Mul", [other, s]);
    },
  ],
  [
    "spatial attention: the mean over channels",
    (parts) => {
      const z = parts.graph.mean("z", parts.map, [3]);
      const a = parts.graph.conv("a", z, { side: 7, inputs: 1, outputs: 1 });
      return parts.graph.node("x", "Mul", [parts.map, parts.graph.node("s", "Sigmoid", [a])]);
    },
  ],
  [
    "a mean over one direction only (coordinate attention)",
    (parts) => {
      const sums = excite(parts, parts.graph.mean("z", parts.map, [1]));
      return parts.graph.node("x", "Mul", [parts.map, parts.graph.node("s", "Sigmoid", [sums])]);
    },
  ],
  [
    "axes of the other layout: the mean over width and channels",
    (parts) => {
      const sums = excite(parts, parts.graph.mean("z", parts.map, [2, 3]));
      return parts.graph.node("x", "Mul", [parts.map, parts.graph.node("s", "Sigmoid", [sums])]);
    },
  ],
  [
    "pooling that keeps the map's size",
    (parts) => {
      const attr = { ...pooling("SAME", [3, 3]), strides: { list: { i: ["1", "1", "1", "1"] } } };
      const z = parts.graph.node("z", "AvgPool", [parts.map], attr);
      return parts.graph.node("x", "Mul", [
        parts.map,
        parts.graph.node("s", "Sigmoid", [excite(parts, z)]),
      ]);
    },
  ],
  [
    "no gate",
    (parts) =>
      parts.graph.node("x", "Mul", [
        parts.map,
        excite(parts, parts.graph.mean("z", parts.map, [1, 2])),
      ]),
  ],
  [
    "a gate without a layer",
    (parts) => {
      const z = parts.graph.mean("z", parts.map, [1, 2]);
      return parts.graph.node("x", "Mul", [parts.map, parts.graph.node("s", "Sigmoid", [z])]);
    },
  ],
  [
    "swish on a map",
    ({ graph, map }) => graph.node("x", "Mul", [map, graph.node("s", "Sigmoid", [map])]),
  ],
  [
    "a 3×3 layer between (ECA's neighbours)",
    (parts) => {
      const z = parts.graph.mean("z", parts.map, [1, 2]);
      const a = parts.graph.conv("a", z, { side: 3, inputs: 8, outputs: 8 });
      return parts.graph.node("x", "Mul", [parts.map, parts.graph.node("s", "Sigmoid", [a])]);
    },
  ],
  [
    "ReLU6 with another shift than 3",
    (parts) => {
      const sums = excite(parts, parts.graph.mean("z", parts.map, [1, 2]));
      const two = parts.graph.constant("two", [], [2]);
      const six = parts.graph.node("six", "Relu6", [
        parts.graph.node("plus", "AddV2", [sums, two]),
      ]);
      const s = parts.graph.node("s", "Mul", [six, parts.graph.constant("sixth", [], [1 / 6])]);
      return parts.graph.node("x", "Mul", [parts.map, s]);
    },
  ],
];

test.each(nearMisses)("no SE: %s", (_, make) => {
  const parts = start();
  expect(blocksOf(parts.graph, make(parts))).toEqual([]);
});
