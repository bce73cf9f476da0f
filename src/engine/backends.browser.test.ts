/** The engine on WebGL, on both backends in turn, and on the page where there are no workers. */

import { backend, memory, tensor3d } from "@tensorflow/tfjs-core";
import { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl/dist/base.js";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { letterbox } from "../image/index.ts";
import { readSafetensors } from "../import/safetensors.ts";
import { forward, placeParameters, planNetwork, readConfig } from "../network/index.ts";
import type { FeatureMaps, Photo } from "../trace/index.ts";
import { type ModelFiles, startEngine } from "./index.ts";
import { setUp } from "./set-up.ts";
import { bundled, modelFiles } from "./testing/real.ts";

let files: ModelFiles;
let photo: Photo;

beforeAll(async () => {
  files = await modelFiles();
  photo = await bundled("motorcycle");
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Returns a layer's map as the network alone gives it on this page. */
async function plainMap(index: number): Promise<{ values: Float32Array; channels: number }> {
  await setUp({ backend: "wasm", threads: 1 }, () => undefined);
  const plan = planNetwork(readConfig(files.config));
  const parameters = placeParameters(plan, readSafetensors(files.parameters).arrays);
  const pixels = tensor3d(letterbox(photo, 320).pixels, [320, 320, 3]);
  const kept = forward(plan, parameters, { pixels, keep: [index] });
  const map = kept.layers.get(index);
  if (!map) throw new Error("the layer was not kept");
  const values = await map.data<"float32">();
  for (const one of [kept, pixels, parameters]) one.dispose();
  return { values, channels: map.shape[3] };
}

/** Returns the largest difference between an engine's maps and a plain forward's. */
function difference(
  { channels, values }: FeatureMaps,
  plain: { values: Float32Array; channels: number },
): number {
  let most = 0;
  for (const [k, channel] of channels.entries())
    for (const [i, value] of (values[k] ?? []).entries())
      most = Math.max(
        most,
        Math.abs(value - (plain.values[i * plain.channels + channel] ?? Infinity)),
      );
  return most;
}

test("WebGL gives what a plain forward gives, leaves nothing, and hands over to WebAssembly", async () => {
  const engine = startEngine({ backend: "webgl", size: 320 });
  await engine.load(files);
  expect(engine.status).toMatchObject({ backend: "webgl", place: "worker", threads: 1 });
  expect(engine.status.why).toContain("You chose it.");
  const before = await engine.tensors();
  for (let k = 0; k < 5; k++) {
    const again = await engine.inspect(photo);
    if (k === 0) await again.featureMaps("P3", { channels: [1] });
    if (k === 1) await again.featureMaps("4", { channels: [1] });
    again.release();
  }
  expect(await engine.tensors()).toBe(before);

  const trace = await engine.inspect(photo);
  expect(trace.run.backend).toBe("webgl");
  expect(trace.detections[0]).toMatchObject({ className: "motorcycle" });
  const channels = [0, 100];
  const webgl = await trace.featureMaps("9", { channels });
  const plain = await plainMap(9);
  expect(difference(webgl, plain)).toBeLessThan(1e-3);

  await engine.useBackend("wasm");
  expect(engine.status).toMatchObject({ state: "ready", wish: "wasm", backend: "wasm" });
  const wasm = await trace.featureMaps("9", { channels });
  expect(difference(wasm, plain)).toBeLessThan(1e-5);
  const recalibrated = await trace.featureMaps("P3");
  expect(difference(recalibrated, await plainMap(18))).toBeLessThan(1e-5);
  trace.release();
  await engine.dispose();
});

test("two breaks on WebGL fall back to WebAssembly and say so", async () => {
  const engine = startEngine({ backend: "webgl", size: 64 });
  await engine.load(files);
  let breaks = 0;
  let last = "";
  engine.watch(({ state }) => {
    if (state === "running" && last !== state && breaks++ < 2) void engine.break();
    last = state;
  });
  const trace = await engine.inspect(photo);
  expect(trace.run.backend).toBe("wasm");
  expect(engine.status).toMatchObject({ wish: "webgl", backend: "wasm" });
  expect(engine.status.notice).toContain("and was started again on WebAssembly.");
  await engine.dispose();
});

test("without workers it runs on the page, breaks and goes on there", async () => {
  vi.stubGlobal("Worker", undefined);
  const foreign = memory().numTensors;
  const engine = startEngine({ backend: "wasm", size: 320 });
  await engine.load(files);
  expect(engine.status).toMatchObject({ place: "page", backend: "wasm", threads: 1 });
  const before = await engine.tensors();
  const trace = await engine.inspect(photo);
  expect(trace.detections[0]).toMatchObject({ className: "motorcycle" });
  const map = await trace.featureMaps("P5", { channels: [3] });
  await engine.break();
  expect(await trace.featureMaps("P5", { channels: [3] })).toEqual(map);
  trace.release();
  expect(await engine.tensors()).toBe(before);
  await engine.dispose();
  expect(memory().numTensors).toBe(foreign);
});

test("a lost graphics context is told", async () => {
  const lost = vi.fn();
  await setUp({ backend: "webgl", threads: 1 }, lost);
  const current = backend();
  if (!(current instanceof MathBackendWebGL)) throw new Error("WebGL did not start");
  current.gpgpu.gl.getExtension("WEBGL_lose_context")?.loseContext();
  await vi.waitFor(() => {
    expect(lost).toHaveBeenCalledOnce();
  });
});
