/** A small graph model with two SE blocks against PyTorch, as trained and with channel weights changed. */

import { afterAll, beforeAll, expect, test } from "vitest";
import json from "../../../test/files/graphs/mobile/model.json?url";
import shard from "../../../test/files/graphs/mobile/group1-shard1of1.bin?url";
import numbers from "../../../test/files/graphs/mobile/numbers.json";
import type { Model, Photo, Trace } from "../../trace/index.ts";
import { GraphWriter } from "../../import/graph/testing/build.ts";
import { startEngine } from "../index.ts";
import { bundled, refusal, start } from "../testing/real.ts";

const engine = start();
let model: Model;
beforeAll(async () => {
  model = await engine.load({ files: await files() });
});
afterAll(() => engine.dispose());

async function files() {
  const get = async (name: string, url: string) => ({
    name,
    bytes: await (await fetch(url)).arrayBuffer(),
  });
  return [await get("model.json", json), await get("group1-shard1of1.bin", shard)];
}

/** The photograph that training/write_graphs.py computes too. */
function pattern(): Photo {
  const pixels = new Uint8ClampedArray(32 * 32 * 4).fill(255);
  for (let k = 0; k < 32 * 32 * 3; k++) pixels[Math.floor(k / 3) * 4 + (k % 3)] = (k * 7919) % 256;
  return { name: "pattern", width: 32, height: 32, pixels };
}

function close(found: Float32Array | undefined, wanted: readonly number[] | undefined): void {
  expect(found).toHaveLength(wanted?.length ?? -1);
  wanted?.forEach((value, k) => {
    expect(Math.abs((found?.[k] ?? NaN) - value)).toBeLessThan(2e-5);
  });
}

function compare(trace: Trace, wanted: typeof numbers.trained): void {
  [wanted.first, wanted.second].forEach(([z, h, s], k) => {
    const found = trace.channelWeights(model.seLayers[k]?.key ?? "");
    close(found.squeeze, z);
    close(found.hidden, h);
    close(found.excitation, s);
  });
  const { answer } = trace;
  if (answer?.kind !== "classes") throw new Error("no classes");
  expect(answer.softmaxAdded).toBe(false);
  close(answer.probabilities, wanted.probabilities[0]);
}

test("z, h, s and the classes' probabilities are PyTorch's", async () => {
  const before = await engine.tensors();
  const trace = await engine.inspect(pattern());
  compare(trace, numbers.trained);
  expect(model.classes).toHaveLength(5);
  expect(trace.detections).toEqual([]);
  trace.release();
  expect(await engine.tensors()).toBe(before);
});

test("changed channel weights change the classes as PyTorch says, and only what comes after", async () => {
  const before = await engine.tensors();
  const trace = await engine.inspect(pattern());
  const key = model.seLayers[0]?.key ?? "";
  const weights = Float32Array.from({ length: 16 }, (_, k) => (k % 7) / 7);
  const edited = await engine.rerun(trace, { [key]: { weights } });
  compare(edited, numbers.changed);
  expect(edited.edits).toEqual({ [key]: { weights } });
  const back = await engine.rerun(edited, { [key]: {} });
  compare(back, numbers.trained);
  for (const one of [trace, edited, back]) one.release();
  expect(await engine.tensors()).toBe(before);
});

test("another squeeze and another gate go through the trained matrices", async () => {
  const trace = await engine.inspect(pattern());
  const [first, second] = model.seLayers.map(({ key }) => key);
  if (first === undefined || second === undefined) throw new Error("no SE");
  const edited = await engine.rerun(trace, {
    [first]: { squeeze: "max" },
    [second]: { gate: "hardSigmoid" },
  });
  const { values } = await trace.featureMaps(first, { at: "input" });
  close(
    edited.channelWeights(first).squeeze,
    values.map((map) => map.reduce((most, value) => Math.max(most, value), -Infinity)),
  );
  const { hidden, excitation } = edited.channelWeights(second);
  const { second: matrix, secondBias } = model.seLayers[1] ?? {};
  excitation.forEach((s, c) => {
    const bias = secondBias?.[c] ?? 0;
    const sum = hidden.reduce((all, h, k) => all + h * (matrix?.[c * 4 + k] ?? 0), bias);
    expect(s).toBeCloseTo(Math.min(Math.max(sum + 3, 0), 6) / 6, 4);
  });
  trace.release();
  edited.release();
});

test("a run that a newer photograph cancelled leaves nothing", async () => {
  const before = await engine.tensors();
  const older = engine.inspect(await bundled("coffee"));
  const newer = engine.inspect(pattern());
  await expect(older).rejects.toThrow(/newer photograph/);
  (await newer).release();
  // The older one's run is freed when it comes, after the newer one was asked.
  await expect.poll(() => engine.tensors()).toBe(before);
});

test("another range of input numbers is a choice, and changes the result", async () => {
  const before = await engine.inspect(pattern());
  await engine.load({ files: await files(), range: "-1..1" });
  const after = await engine.inspect(pattern());
  const key = model.seLayers[0]?.key ?? "";
  expect(after.channelWeights(key).squeeze).not.toEqual(before.channelWeights(key).squeeze);
  after.release();
  model = await engine.load({ files: await files() });
});

test("an operation that nobody knows, and one that fails, are said; the graph before stays", async () => {
  const before = await engine.tensors();
  const [file, data] = await files();
  if (!file || !data) throw new Error("no files");
  const text = new TextDecoder().decode(file.bytes);
  const unknown = text.replace('"op": "Softmax"', '"op": "SoftmaxOfTomorrow"');
  const failing = text
    .replace('"16", "16"', '"15", "15"')
    .replaceAll("second/wide/shape", "first/z/axes");
  for (const [changed, sentence] of [
    [unknown, /SoftmaxOfTomorrow/],
    [failing, /An operation of the graph failed|can't be read/],
  ] as const) {
    const bytes = new TextEncoder().encode(changed).buffer;
    expect(await refusal(engine.load({ files: [{ name: "model.json", bytes }, data] }))).toMatch(
      sentence,
    );
  }
  expect(await engine.tensors()).toBe(before);
  const trace = await engine.inspect(pattern());
  expect(trace.model).toBe(model);
  trace.release();
});

test("an operation that answers later, and whose result nobody can tell the size of, leaves nothing", async () => {
  const own = start();
  const graph = new GraphWriter();
  const u = graph.conv("u", graph.picture("image", [16, 16]), { side: 3, inputs: 3, outputs: 4 });
  const bright = graph.node("bright", "Greater", [u, graph.constant("zero", [], [0])]);
  const places = graph.node("places", "Where", [bright]);
  const z = graph.mean("z", u, [1, 2]);
  const sums = graph.conv("sums", z, { inputs: 4, outputs: 4 });
  const x = graph.node("x", "Mul", [u, graph.node("s", "Sigmoid", [sums])]);
  const told = await own.load({ files: graph.files([places, graph.mean("y", x, [1, 2], false)]) });
  const before = await own.tensors();
  const trace = await own.inspect(pattern());
  const key = told.seLayers[0]?.key ?? "";
  const edited = await own.rerun(trace, { [key]: { weights: Float32Array.of(0) } });
  if (edited.answer?.kind !== "classes") throw new Error("no classes");
  close(edited.answer.probabilities, [0.25, 0.25, 0.25, 0.25]);
  await trace.featureMaps(key);
  trace.release();
  edited.release();
  expect(await own.tensors()).toBe(before);
  await own.dispose();
});

test("the same numbers on WebGL", async () => {
  const own = startEngine({ backend: "webgl", size: 64 });
  await own.load({ files: await files() });
  const before = await own.tensors();
  const trace = await own.inspect(pattern());
  compare(trace, numbers.trained);
  trace.release();
  expect(await own.tensors()).toBe(before);
  await own.dispose();
});
