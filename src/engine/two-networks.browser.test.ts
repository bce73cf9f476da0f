/** Two networks in one engine: each runs on the same photograph, keeps its runs, and leaves nothing behind. */

import { afterAll, expect, test } from "vitest";
import checkpoint from "../../test/files/checkpoints/yolov5-v6.1-training.pt?url";
import { mostNetworks } from "./loaded.ts";
import { bundled, refusal, start, url } from "./testing/real.ts";

const engine = start();
afterAll(() => engine.dispose());

async function own(): Promise<{ files: { name: string; bytes: ArrayBuffer }[] }> {
  return { files: [{ name: "best.pt", bytes: await (await fetch(checkpoint)).arrayBuffer() }] };
}

test("two traces of two networks stand beside each other, and all is freed", async () => {
  const first = await engine.load({ url });
  const before = await engine.tensors();
  const second = await engine.loadBeside(await own());
  const photo = await bundled("coffee");
  // At once: neither cancels the other.
  const [one, two] = await Promise.all([
    engine.inspect(photo),
    engine.inspect(photo, { network: second }),
  ]);
  expect(one.model).toBe(first);
  expect(two.model).toBe(second);
  expect(one.channelWeights("P5").excitation).toHaveLength(256);
  expect(two.channelWeights("P5").excitation).toHaveLength(64);
  expect((await one.featureMaps("P5", { channels: [200] })).values).toHaveLength(1);
  expect(await refusal(two.featureMaps("P5", { channels: [200] }))).toMatch(/200/);
  const edited = await engine.rerun(two, { P5: { weights: Float32Array.of(0) } });
  expect(edited.model).toBe(second);
  await engine.unload(second);
  expect(await refusal(edited.featureMaps("P5"))).toMatch(/went with the network/);
  expect(await refusal(engine.rerun(two, {}))).toMatch(/network/);
  expect(await refusal(engine.inspect(photo, { network: second }))).toMatch(/not loaded any more/);
  for (const trace of [one, two, edited]) trace.release();
  await engine.unload(second);
  await expect.poll(() => engine.tensors()).toBe(before);
});

test("both come back when the Core breaks", async () => {
  await engine.load({ url });
  const before = await engine.tensors();
  const second = await engine.loadBeside(await own());
  const photo = await bundled("coffee");
  const trace = await engine.inspect(photo, { network: second });
  const maps = await trace.featureMaps("P3", { channels: [0] });
  await engine.break();
  const again = await trace.featureMaps("P3", { channels: [0] });
  expect(again.values[0]?.length).toBe(maps.values[0]?.length);
  const other = await engine.inspect(photo);
  trace.release();
  other.release();
  await engine.unload(second);
  await expect.poll(() => engine.tensors()).toBe(before);
});

test("what is wrong, too much or cancelled leaves no tensor", async () => {
  await engine.load({ url });
  const before = await engine.tensors();
  const wrong = { files: [{ name: "best.pt", bytes: new ArrayBuffer(10) }] };
  expect(await refusal(engine.loadBeside(wrong))).toMatch(/best\.pt/);
  const stop = new AbortController();
  const cancelled = engine.loadBeside(await own(), { signal: stop.signal });
  stop.abort();
  await expect(cancelled).rejects.toHaveProperty("name", "AbortError");
  const others = [];
  for (let i = 1; i < mostNetworks; i++) others.push(await engine.loadBeside(await own()));
  expect(await refusal(engine.loadBeside(await own()))).toMatch(/at most 4 at once/);
  for (const other of others) await engine.unload(other);
  expect(await engine.tensors()).toBe(before);
});
