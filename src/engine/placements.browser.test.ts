/** Configurations through the engine's door: planned without a network, and run with random parameters. */

import { afterAll, expect, test } from "vitest";
import yolov8 from "../../notebooks/configs/yolov8n-inline.yaml?raw";
import { ReadableError } from "../trace/index.ts";
import { bundled, start } from "./testing/real.ts";

const engine = start();
afterAll(() => engine.dispose());

test("a configuration is planned before any network is loaded", async () => {
  const { layers, heads, total, se } = await engine.architecture(yolov8, { input: 320 });
  expect(layers.at(-1)).toMatchObject({ module: "DetectDFL", part: "heads" });
  expect(layers.find(({ key }) => key === "P4")).toMatchObject({
    shape: [20, 20, 128],
    part: "neck",
    se: { headScale: "P4", hidden: 8, reduction: 16, reaches: ["P4", "P5"] },
  });
  expect(heads.map(({ scale }) => scale)).toEqual(["P3", "P4", "P5"]);
  expect(total.parameters - se.parameters).toBe(3_157_184);
});

test("an error keeps its line on its way through the door", async () => {
  const wrong = yolov8.replace("C2f, [256, True]", "C2f, [many]");
  const error = await engine.architecture(wrong).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ReadableError);
  const line = wrong.split("\n").findIndex((one) => one.includes("many")) + 1;
  expect(error instanceof ReadableError && error.parts.line).toBe(line);
});

test("with random parameters it runs, says so, and leaves nothing behind", async () => {
  const model = await engine.load({ config: yolov8, random: 5 });
  expect(model.random).toBe(5);
  expect(model.name).toBe("random parameters");
  const before = await engine.tensors();
  const trace = await engine.inspect(await bundled("coffee"));
  expect(trace.model.random).toBe(5);
  expect(trace.channelWeights("P3").excitation).toHaveLength(64);
  expect(trace.detections).toHaveLength(0);
  const edited = await engine.rerun(trace, { P4: { weights: Float32Array.of(0.5) } });
  expect(edited.channelWeights("P3")).toEqual(trace.channelWeights("P3"));
  trace.release();
  edited.release();
  await expect.poll(() => engine.tensors()).toBe(before);
  const named = await engine.load({ name: "YOLOv8n", config: yolov8, random: 5 });
  expect(named.name).toBe("YOLOv8n (random parameters)");
  await expect(engine.load({ config: yolov8, random: 0.5 })).rejects.toThrow(/a whole number/);
});
