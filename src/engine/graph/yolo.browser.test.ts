/** A graph with YOLOv8's output through the engine: detections like any other network's, with names from metadata.yaml. */

import { afterAll, expect, test } from "vitest";
import { GraphWriter } from "../../import/graph/testing/build.ts";
import type { Photo } from "../../trace/index.ts";
import { start } from "../testing/real.ts";

const engine = start();
afterAll(() => engine.dispose());

test("YOLOv8's boxes, classes by name, and a network without SE that says so", async () => {
  const graph = new GraphWriter();
  const map = graph.conv("u", graph.picture("image", [32, 32]), { inputs: 3, outputs: 4 });
  const nothing = graph.node("nothing", "Mul", [
    graph.mean("mean", map, [0, 1, 2, 3], false),
    graph.constant("zero", [], [0]),
  ]);
  // 16 + 4 + 1 boxes; the eighteenth is P4's second: centre (0.75, 0.25), half as wide as the input.
  const numbers = new Array<number>(6 * 21).fill(0);
  [0.75, 0.25, 0.5, 0.25, 0.1, 0.8].forEach((value, k) => (numbers[k * 21 + 17] = value));
  const boxes = graph.constant("boxes", [1, 6, 21], numbers);
  const output = graph.node("output0", "AddV2", [boxes, nothing]);
  const metadata = "stride: 32\nnames:\n  0: cat\n  1: 'guide dog'\nimgsz:\n- 32\n";
  const names = { name: "metadata.yaml", bytes: new TextEncoder().encode(metadata).buffer };
  const model = await engine.load({ files: [...graph.files([output]), names] });
  expect(model.classes).toEqual(["cat", "guide dog"]);
  expect(model.seLayers).toEqual([]);
  expect(model.origin?.facts).toContain("no SE block in the graph");
  const before = await engine.tensors();
  const pixels = new Uint8ClampedArray(64 * 64 * 4).fill(200);
  const photo: Photo = { name: "grey", width: 64, height: 64, pixels };
  const trace = await engine.inspect(photo);
  expect(trace.answer).toBeUndefined();
  expect(trace.detections).toHaveLength(1);
  const [found] = trace.detections;
  expect(found).toMatchObject({
    id: "P4/0/1",
    className: "guide dog",
    headScale: "P4",
    stride: 16,
  });
  expect(found?.anchor).toBeUndefined();
  expect(found?.confidence).toBeCloseTo(0.8);
  expect(found?.box).toEqual({ left: 32, top: 8, right: 64, bottom: 24 });
  const { values, height } = await trace.featureMaps("0");
  expect([values.length, height]).toEqual([4, 32]);
  trace.release();
  expect(await engine.tensors()).toBe(before);
});
