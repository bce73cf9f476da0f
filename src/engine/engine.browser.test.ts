/** The engine in a real browser: the bundled network on WebAssembly at 320 pixels. */

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Model, Photo, Progress, Trace } from "../trace/index.ts";
import { isAbort } from "./errors.ts";
import type { ModelFiles } from "./index.ts";
import { bundled, modelFiles, refusal, start, statesOf, url } from "./testing/real.ts";

const engine = start();
const states = statesOf(engine);
const steps: Progress[] = [];
let files: ModelFiles;
let motorcycle: Photo;
let coffee: Photo;
let model: Model;
let trace: Trace;
let before = NaN;

beforeAll(async () => {
  files = await modelFiles();
  motorcycle = await bundled("motorcycle");
  coffee = await bundled("coffee");
  model = await engine.load({ url }, (progress) => steps.push(progress));
  before = await engine.tensors();
  trace = await engine.inspect(motorcycle);
});
afterAll(() => engine.dispose());

test("with progress, in a worker, on one thread where the page is not isolated", () => {
  const named = [...new Set(steps.map(({ step }) => step))];
  expect(named).toEqual([
    ...["Downloading parameters", "Reading the network", "Placing parameters", "Warming up"],
  ]);
  const shares = steps.flatMap(({ share }) => share ?? []);
  expect([shares[0], shares.at(-1)]).toEqual([0, 1]);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(states).toEqual(["starting", "loading", "ready", "running", "ready"]);
  expect(engine.status).toEqual({
    state: "ready",
    wish: "wasm",
    backend: "wasm",
    why: "You chose it.",
    threads: crossOriginIsolated ? Math.min(Math.max(1, navigator.hardwareConcurrency - 1), 8) : 1,
    place: "worker",
    progress: undefined,
    notice: undefined,
  });
});

test("a model that is described", () => {
  expect(model.name).toBe("se-yolov5n");
  expect(model.seLayers.map(({ key, channels }) => [key, channels])).toEqual([
    ["P3", 64],
    ["P4", 128],
    ["P5", 256],
  ]);
  expect(trace.model).toBe(model);
});

test("a photograph with a motorcycle in it", () => {
  expect(trace.photo).toBe(motorcycle);
  expect(trace.letterbox).toMatchObject({ width: 320, height: 320 });
  expect(trace.run.backend).toBe("wasm");
  expect(trace.run.milliseconds).toBeGreaterThan(0);
  const [best] = trace.detections;
  expect(best).toMatchObject({ className: "motorcycle" });
  expect(best?.confidence).toBeGreaterThan(0.5);
  expect(trace.candidates.length).toBeGreaterThan(trace.detections.length);
});

test("channel weights of every SE layer, each in 0..1", () => {
  for (const [key, channels] of [
    ["P3", 64],
    ["P4", 128],
    ["P5", 256],
  ] as const) {
    const { squeeze, hidden, excitation } = trace.channelWeights(key);
    expect([squeeze.length, hidden.length, excitation.length]).toEqual([
      channels,
      channels / 16,
      channels,
    ]);
    expect(excitation.every((s) => s > 0 && s < 1)).toBe(true);
    expect(new Set(excitation).size).toBeGreaterThan(channels / 2);
  }
  expect(() => trace.channelWeights("9")).toThrow("Layer 9 has no channel weights");
});

test("feature maps of an SE layer: the output is s times the input, whose mean is z", async () => {
  const { squeeze, excitation } = trace.channelWeights("P4");
  const channels = [3, 0, 127];
  const input = await trace.featureMaps("P4", { channels, at: "input" });
  const output = await trace.featureMaps("P4", { channels });
  expect(output).toMatchObject({ layer: "P4", at: "output", height: 20, width: 20, channels });
  for (const [k, channel] of channels.entries()) {
    const [u, x] = [input.values[k], output.values[k]];
    if (!u || !x) throw new Error("a map is missing");
    expect(u.length).toBe(400);
    expect(u.some((value) => value !== 0)).toBe(true);
    const s = excitation[channel] ?? NaN;
    expect(Math.max(...x.map((value, i) => Math.abs(value - s * (u[i] ?? NaN))))).toBeLessThan(
      1e-6,
    );
    const mean = u.reduce((sum, value) => sum + value, 0) / u.length;
    expect(mean).toBeCloseTo(squeeze[channel] ?? NaN, 4);
  }
});

test("feature maps of any layer, all its channels", async () => {
  const maps = await trace.featureMaps("9");
  expect([maps.layer, maps.at, maps.height, maps.width]).toEqual(["9", "output", 10, 10]);
  expect(maps.values).toHaveLength(256);
  expect(maps.channels).toEqual(Array.from({ length: 256 }, (_, c) => c));
  expect(new Set(maps.values.map((map) => map[50])).size).toBeGreaterThan(200);
  const [one] = (await trace.featureMaps("9", { channels: [255] })).values;
  expect(one).toEqual(maps.values[255]);
});

test("refuses layers, channels and sizes that there are not", async () => {
  const message = "There is no layer P9 with feature maps: expected one of 0, 1, 2,";
  expect(await refusal(trace.featureMaps("P9"))).toContain(message);
  expect(await refusal(trace.featureMaps("27"))).toContain("There is no layer 27");
  expect(await refusal(trace.featureMaps("9", { at: "input" }))).toContain(
    "Layer 9 has no maps before recalibration: expected an SE layer, one of P3, P4, P5",
  );
  expect(await refusal(trace.featureMaps("P3", { channels: [64] }))).toContain(
    "Layer P3 has no channel 64: expected whole numbers from 0 to 63",
  );
  for (const size of [100, 0, NaN, 1e6, 320.5])
    expect(await refusal(engine.inspect(coffee, { size }))).toContain("size");
  const empty: Photo = { name: "Empty", width: 0, height: 0, pixels: new Uint8ClampedArray() };
  expect(await refusal(engine.inspect(empty))).toContain("Empty has no pixels");
  expect(engine.status.state).toBe("ready");
});

test("tensors come back to the same number after runs, maps and releases", async () => {
  trace.release();
  for (let k = 0; k < 5; k++) {
    const again = await engine.inspect(k % 2 === 0 ? coffee : motorcycle);
    await again.featureMaps("P3", { channels: [1] });
    await again.featureMaps("4", { channels: [1] });
    again.release();
    again.release();
    expect(await refusal(again.featureMaps("P3"))).toContain("The feature maps were released");
  }
  expect(await engine.tensors()).toBe(before);
});

test("a newer photograph cancels the older ones, which leave nothing", async () => {
  const reasons: unknown[] = [];
  const older = [motorcycle, coffee, motorcycle].map((photo) =>
    engine.inspect(photo).catch((error: unknown) => reasons.push(error)),
  );
  const newest = await engine.inspect(coffee);
  await Promise.all(older);
  expect(reasons.map(isAbort)).toEqual([true, true, true]);
  expect(newest.photo).toBe(coffee);
  newest.release();
  expect(await engine.tensors()).toBe(before);
});

test("a signal cancels, before and while it runs", async () => {
  const reason = new DOMException("enough", "AbortError");
  const early = engine.inspect(coffee, { signal: AbortSignal.abort(reason) });
  await expect(early).rejects.toBe(reason);
  const stop = new AbortController();
  const late = engine.inspect(coffee, { signal: stop.signal });
  await new Promise((resolve) => setTimeout(resolve, 20));
  stop.abort(reason);
  await expect(late).rejects.toBe(reason);
  expect(engine.status.state).toBe("ready");
  const next = await engine.inspect(coffee);
  next.release();
  expect(await engine.tensors()).toBe(before);
});

test("files that are broken keep the network that was there", async () => {
  const kept = await engine.inspect(motorcycle);
  const cut = { ...files, parameters: files.parameters.slice(0, 100_000) };
  expect(await refusal(engine.load(cut))).toContain("can't be read as safetensors");
  const other = { ...files, config: files.config.replace("nc: 80", "nc: 8o") };
  expect(await refusal(engine.load(other))).toContain("Line");
  const reference = '{"photographs": 1, "layers": {"P3": {"mean": [1], "deviation": [1]}}}';
  expect(await refusal(engine.load({ ...files, reference }))).toContain(
    "reference.json, layer P3, mean: expected 64 numbers, one a channel, found 1",
  );
  expect(await refusal(engine.load({ url: "/models/nowhere" }))).toContain(
    "config.yaml could not be downloaded: found no such file",
  );
  expect(engine.status).toMatchObject({ state: "ready", notice: undefined });
  expect((await kept.featureMaps("P3", { channels: [0] })).values).toHaveLength(1);
  kept.release();
  expect(await engine.tensors()).toBe(before);
});

test("another network takes its place, with what its channel weights usually are", async () => {
  const old = await engine.inspect(motorcycle);
  const mean = Array.from({ length: 64 }, (_, c) => c / 64);
  const layers = { P3: { mean, deviation: mean } };
  const reference = JSON.stringify({ photographs: 12, layers });
  const loading = engine.load(files);
  const second = engine.load({ ...files, name: "second", reference });
  await expect(loading).rejects.toSatisfy(isAbort);
  const loaded = await second;
  expect(loaded.name).toBe("second");
  expect(loaded.seLayers[0]?.reference).toEqual({
    photographs: 12,
    mean: Float32Array.from(mean),
    deviation: Float32Array.from(mean),
  });
  expect(loaded.seLayers[1]).not.toHaveProperty("reference");
  expect(old.channelWeights("P3").excitation).toHaveLength(64);
  expect(await refusal(old.featureMaps("P3"))).toContain(
    "The feature maps went with the network they came from",
  );
  old.release();
  expect(await engine.tensors()).toBe(before);
  const fresh = await engine.inspect(motorcycle);
  expect(fresh.model).toBe(loaded);
  fresh.release();
});
