/** A graph model through the engine's door: MobileNetV3 with its SE blocks, run, changed, freed, refused. */

import { afterAll, expect, test } from "vitest";
import json from "../../../node_modules/@vladmandic/human/models/centernet.json?url";
import shard from "../../../node_modules/@vladmandic/human/models/centernet.bin?url";
import { bundled, refusal, start } from "../testing/real.ts";

const engine = start();
afterAll(() => engine.dispose());

async function files() {
  const get = async (name: string, url: string) => ({
    name,
    bytes: await (await fetch(url)).arrayBuffer(),
  });
  return [await get("centernet.json", json), await get("centernet.bin", shard)];
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const hardSigmoid = (x: number): number => Math.min(Math.max(x + 3, 0), 6) / 6;

/** W · x + b. */
function times(
  matrix: Float32Array,
  x: Float32Array,
  bias: Float32Array | undefined,
): Float32Array {
  const rows = matrix.length / x.length;
  return Float32Array.from({ length: rows }, (_, row) =>
    x.reduce((sum, value, k) => sum + value * (matrix[row * x.length + k] ?? 0), bias?.[row] ?? 0),
  );
}

test("every SE block of MobileNetV3-Large and the head's own; z, h and s are what the matrices give", async () => {
  const model = await engine.load({ files: await files() });
  const before = await engine.tensors();
  expect(model.name).toBe("centernet");
  expect(model.seLayers.map(({ channels }) => channels)).toEqual([
    72, 96, 96, 384, 528, 528, 720, 720, 128,
  ]);
  const trace = await engine.inspect(await bundled("coffee"));
  for (const layer of model.seLayers) {
    const { squeeze, hidden, excitation } = trace.channelWeights(layer.key);
    const maps = await trace.featureMaps(layer.key, { at: "input", channels: [0, 5] });
    maps.values.forEach((map, k) => {
      const mean = map.reduce((sum, value) => sum + value, 0) / map.length;
      expect(squeeze[maps.channels[k] ?? 0]).toBeCloseTo(mean, 3);
    });
    const h = times(layer.first, squeeze, layer.firstBias).map((x) => Math.max(x, 0));
    h.forEach((value, k) => {
      expect(hidden[k]).toBeCloseTo(value, 3);
    });
    const gate = layer.gate === "sigmoid" ? sigmoid : hardSigmoid;
    times(layer.second, hidden, layer.secondBias).forEach((value, k) => {
      expect(excitation[k]).toBeCloseTo(gate(value), 3);
    });
    const after = await trace.featureMaps(layer.key, { channels: [5] });
    const factor = excitation[5] ?? 0;
    after.values[0]?.forEach((value, k) => {
      expect(value).toBeCloseTo((maps.values[1]?.[k] ?? 0) * factor, 4);
    });
  }
  trace.release();
  expect(await engine.tensors()).toBe(before);
});

test("other channel weights change what comes after them and nothing before", async () => {
  const model = await engine.load({ files: await files() });
  const before = await engine.tensors();
  const trace = await engine.inspect(await bundled("coffee"));
  const [, second, third] = model.seLayers;
  if (!second || !third) throw new Error("no SE");
  const trained = trace.channelWeights(second.key).excitation;
  const same = await engine.rerun(trace, { [second.key]: { weights: trained } });
  expect(same.channelWeights(third.key).excitation).toEqual(
    trace.channelWeights(third.key).excitation,
  );
  const off = await engine.rerun(trace, { [second.key]: { weights: Float32Array.of(0) } });
  expect(off.channelWeights(second.key).excitation.every((s) => s === 0)).toBe(true);
  expect(off.channelWeights(second.key).squeeze).toEqual(trace.channelWeights(second.key).squeeze);
  expect(off.channelWeights(third.key).squeeze).not.toEqual(
    trace.channelWeights(third.key).squeeze,
  );
  const back = await engine.rerun(off, { [second.key]: {} });
  expect(back.channelWeights(third.key).excitation).toEqual(
    trace.channelWeights(third.key).excitation,
  );
  for (const one of [trace, same, off, back]) one.release();
  expect(await engine.tensors()).toBe(before);
});

test("what can't be asked of a graph is said", async () => {
  const model = await engine.load({ files: await files() });
  const before = await engine.tensors();
  expect(await refusal(engine.costs())).toMatch(/can't be asked of a graph model/);
  const trace = await engine.inspect(await bundled("coffee"));
  expect(await refusal(engine.rerun(trace, { "0": {} }))).toMatch(/Layer 0 can't be edited/);
  expect(await refusal(trace.featureMaps("no"))).toMatch(/There is no layer no/);
  trace.release();
  const [first] = await files();
  if (!first) throw new Error("no file");
  expect(await refusal(engine.load({ files: [first] }))).toMatch(/centernet\.bin is missing/);
  expect(await engine.tensors()).toBe(before);
  const again = await engine.inspect(await bundled("coffee"));
  expect(again.model).toBe(model);
  again.release();
});
