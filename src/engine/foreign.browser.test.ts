/** Foreign files through the engine's door: a checkpoint runs, a wrong one leaves the network before in place. */

import { afterAll, expect, test } from "vitest";
import checkpoint from "../../test/files/checkpoints/yolov5-v6.1-training.pt?url";
import hardSwish from "../../test/files/checkpoints/layout-selayer-hardswish.pt?url";
import { bundled, refusal, start, url } from "./testing/real.ts";

const engine = start();
afterAll(() => engine.dispose());

async function fileOf(
  address: string,
  name: string,
): Promise<{ name: string; bytes: ArrayBuffer }> {
  return { name, bytes: await (await fetch(address)).arrayBuffer() };
}

test("a checkpoint in the middle of training runs, and says where it came from", async () => {
  const model = await engine.load({ files: [await fileOf(checkpoint, "best.pt")] });
  expect(model.name).toBe("best");
  expect(model.classes).toEqual(["cat", "dog", "bird"]);
  expect(model.seLayers.map(({ key }) => key)).toEqual(["P3", "P4", "P5"]);
  expect(model.origin?.facts).toContain("saved after epoch 12 of training");
  const trace = await engine.inspect(await bundled("coffee"));
  expect(trace.channelWeights("P5").excitation).toHaveLength(64);
  const edited = await engine.rerun(trace, { P5: { weights: Float32Array.of(0) } });
  expect(edited.channelWeights("P5").excitation.every((s) => s === 0)).toBe(true);
  trace.release();
  edited.release();
});

test("channel weights of a gate that nothing bounds are what they are", async () => {
  const model = await engine.load({ files: [await fileOf(hardSwish, "best.pt")] });
  expect(model.seLayers.every(({ gate }) => gate === "hardSwish")).toBe(true);
  const trace = await engine.inspect(await bundled("coffee"));
  const weights = trace.channelWeights("P4").excitation;
  expect(weights.every(Number.isFinite)).toBe(true);
  trace.release();
});

test("what can't be read leaves the network before, and no tensor", async () => {
  const model = await engine.load({ url });
  const before = await engine.tensors();
  const file = await fileOf(checkpoint, "best.pt");
  const cut = { name: "cut.pt", bytes: file.bytes.slice(0, 5000) };
  expect(await refusal(engine.load({ files: [cut] }))).toMatch(/cut\.pt can't be read/);
  expect(await refusal(engine.load({ files: [] }))).toMatch(/No file was given/);
  expect(await engine.tensors()).toBe(before);
  const trace = await engine.inspect(await bundled("coffee"));
  expect(trace.model).toBe(model);
  trace.release();
});
