/** Graph models that were damaged or made to harm: each is refused with a sentence, soon and without much memory. */

import { expect, test } from "vitest";
import { ReadableError } from "../../trace/index.ts";
import type { NamedFile } from "../importer.ts";
import { openModel } from "../open-model.ts";
import { GraphWriter, type WrittenNode, written } from "./testing/build.ts";

interface Json {
  [key: string]: unknown;
  format: unknown;
  modelTopology: { node: WrittenNode[] };
  weightsManifest: { paths: unknown; weights: Record<string, unknown>[] }[];
}

function small(): { json: Json; shard: NamedFile } {
  const graph = new GraphWriter();
  const conv = graph.conv("conv", graph.picture("image", [8, 8]), { inputs: 3, outputs: 4 });
  graph.node("out", "Relu", [conv]);
  return { json: graph.json(["out"]) as Json, shard: graph.shard() };
}

type Damage = (json: Json, shard: NamedFile) => NamedFile[];

/** Changes model.json and leaves the shard. */
const changed =
  (change: (json: Json) => void): Damage =>
  (json, shard) => {
    change(json);
    return [written(json), shard];
  };

const first = (json: Json): Record<string, unknown> => json.weightsManifest[0]?.weights[0] ?? {};
const nodes = (json: Json): WrittenNode[] => json.modelTopology.node;

const cases: readonly (readonly [string, Damage, RegExp])[] = [
  [
    "no JSON",
    (_, shard) => [{ ...shard, name: "model.json", bytes: text('{"a":') }, shard],
    /JSON/,
  ],
  ["nothing in it", (_, shard) => [written({}), shard], /modelTopology/],
  [
    "a Keras model of layers",
    (_, shard) => [written({ format: "layers-model", modelTopology: { model_config: {} } }), shard],
    /Keras model of layers.*tfjs_graph_model/,
  ],
  [
    "no shard",
    (json) => [written(json)],
    /shard group1-shard1of1\.bin is missing.*all of its \.bin/,
  ],
  [
    "a short shard",
    (json, { name }) => [written(json), { name, bytes: new ArrayBuffer(5) }],
    /48 bytes, found 5/,
  ],
  [
    "a long shard",
    (json, { name }) => [written(json), { name, bytes: new ArrayBuffer(500) }],
    /found 500/,
  ],
  ["a shape of 2^40", changed((json) => (first(json)["shape"] = [2 ** 20, 2 ** 20])), /at most/],
  [
    "a shape beyond all numbers",
    changed((json) => (first(json)["shape"] = Array(8).fill(1e300))),
    /at most/,
  ],
  ["a negative shape", changed((json) => (first(json)["shape"] = [-1, 1, 3, 4])), /whole numbers/],
  ["a shape of text", changed((json) => (first(json)["shape"] = "big")), /a shape/],
  ["a wrong dtype", changed((json) => (first(json)["dtype"] = "complex64")), /found complex64/],
  ["text constants", changed((json) => (first(json)["dtype"] = "string")), /found string/],
  [
    "quantised to float64",
    changed((json) => (first(json)["quantization"] = { dtype: "float64" })),
    /stored as float64/,
  ],
  [
    "quantised without a scale",
    changed((json) => (first(json)["quantization"] = { dtype: "uint8", min: 0 })),
    /finite scale/,
  ],
  [
    "two arrays of one name",
    changed((json) =>
      json.weightsManifest.push({ paths: [], weights: [{ ...first(json), shape: [0] }] }),
    ),
    /one of its name/,
  ],
  ["no manifest", changed((json) => (json["weightsManifest"] = 3 as never)), /weightsManifest/],
  [
    "a constant without numbers",
    changed((json) => nodes(json).push({ name: "c", op: "Const" })),
    /constant c/,
  ],
  [
    "an input that is not there",
    changed((json) => nodes(json).push({ name: "y", op: "Relu", input: ["nobody"] })),
    /found nobody/,
  ],
  [
    "a cycle",
    changed((json) =>
      nodes(json).push(
        { name: "a", op: "Relu", input: ["b"] },
        { name: "b", op: "Relu", input: ["a"] },
      ),
    ),
    /cycle/,
  ],
  [
    "a node that reads itself",
    changed((json) => nodes(json).push({ name: "a", op: "Relu", input: ["a:0"] })),
    /cycle/,
  ],
  [
    "two nodes of one name",
    changed((json) => nodes(json).push({ name: "out", op: "Relu", input: ["image"] })),
    /one of its name/,
  ],
  ["a node without a name", changed((json) => nodes(json).push({ op: "Relu" } as never)), /a name/],
  [
    "a million nodes",
    changed((json) => {
      for (let k = 0; k < 1e6; k++) nodes(json).push({ name: `n${String(k)}`, op: "NoOp" });
    }),
    /at most 20000 nodes, found 100000\d|64 MB/,
  ],
  [
    "a loop",
    changed((json) => nodes(json).push({ name: "w", op: "StatelessWhile", input: ["out"] })),
    /without loops/,
  ],
  [
    "two inputs",
    changed((json) => nodes(json).push({ name: "more", op: "Placeholder" })),
    /one input, found image, more/,
  ],
  [
    "an output that is not there",
    changed((json) => (json["signature"] = { outputs: { y: { name: "y:0" } } })),
    /output y/,
  ],
  [
    "an input of 2^30 pixels",
    changed((json) => {
      const at = nodes(json).findIndex(({ op }) => op === "Placeholder");
      const dim = [1, 2 ** 15, 2 ** 15, 3].map((size) => ({ size: String(size) }));
      nodes(json)[at] = { name: "image", op: "Placeholder", attr: { shape: { shape: { dim } } } };
    }),
    /sides of at most 2048/,
  ],
];

function text(content: string): ArrayBuffer {
  return new TextEncoder().encode(content).buffer;
}

test("the graph that is damaged below is good", () => {
  const { json, shard } = small();
  expect(openModel([written(json), shard]).kind).toBe("graph");
});

test.each(cases)("%s", (_, damage, sentence) => {
  const { json, shard } = small();
  const files = damage(json, shard);
  const began = performance.now();
  let thrown: unknown;
  try {
    openModel(files);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ReadableError);
  expect(String(thrown)).toMatch(sentence);
  expect(String(thrown).length).toBeLessThan(1000);
  expect(performance.now() - began).toBeLessThan(5000);
});

test("300 graphs with changed bytes are loaded or refused with a sentence", () => {
  const { json, shard } = small();
  const good = new Uint8Array(written(json).bytes);
  let seed = 7;
  const draw = (limit: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % limit;
  };
  for (let k = 0; k < 300; k++) {
    const bytes = good.slice();
    for (let n = draw(4); n >= 0; n--) bytes[draw(bytes.length)] = 32 + draw(95);
    try {
      openModel([{ name: "model.json", bytes: bytes.buffer }, shard]);
    } catch (error) {
      expect(error, new TextDecoder().decode(bytes)).toBeInstanceOf(ReadableError);
    }
  }
});
