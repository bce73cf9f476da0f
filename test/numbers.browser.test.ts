/** The network against PyTorch in a real browser: every case of test/numbers, on WebGL and WebAssembly. */

import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import plainUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simdUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import threadedUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url";
import "@tensorflow/tfjs-backend-webgl";
import { env, getBackend, ready, setBackend } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { type GradientCase, compareGradients } from "./compare-gradients.ts";
import { type RerunCase, compareReruns } from "./compare-reruns.ts";
import { compareCase } from "./compare.ts";

const files = import.meta.glob<string>("./numbers/*/*.{safetensors,yaml,json}", {
  query: "?url",
  import: "default",
  eager: true,
});
const names = Object.keys(files).flatMap(
  (path) => /^\.\/numbers\/(.*)\/expected\.safetensors$/.exec(path)?.[1] ?? [],
);

async function load(name: string): Promise<RerunCase & GradientCase> {
  const address = (file: string): string | undefined => files[`./numbers/${name}/${file}`];
  const bundled = (file: string): string => `/models/se-yolov5n/${file}`;
  const own = address("config.yaml") !== undefined;
  const get = async (url: string | undefined): Promise<Response> => {
    const response = await fetch(url ?? "");
    if (!response.ok) throw new Error(`${String(url)} could not be fetched`);
    return response;
  };
  const pick = (file: string): string | undefined => (own ? address(file) : bundled(file));
  return {
    name,
    config: await (await get(pick("config.yaml"))).text(),
    parameters: await (await get(pick("parameters.safetensors"))).arrayBuffer(),
    expected: await (await get(address("expected.safetensors"))).arrayBuffer(),
    edits: await (await get(address("reruns.json"))).text(),
    reruns: await (await get(address("reruns.safetensors"))).arrayBuffer(),
    gradients: await (await get(address("gradients.json"))).text(),
  };
}

test("there are cases of a trained model and of SE in the backbone", () => {
  expect(names).toEqual(
    expect.arrayContaining(["backbone-se-320", "trained-320", "trained-320x416", "trained-640"]),
  );
});

describe.each(["webgl", "wasm"])("on %s", (backend) => {
  beforeAll(async () => {
    setWasmPaths({
      "tfjs-backend-wasm.wasm": plainUrl,
      "tfjs-backend-wasm-simd.wasm": simdUrl,
      "tfjs-backend-wasm-threaded-simd.wasm": threadedUrl,
    });
    env().set("WEBGL_EXP_CONV", false);
    await setBackend(backend);
    await ready();
    expect(getBackend()).toBe(backend);
  });

  // 640 through emulated WebGL takes long and computes the same with larger maps.
  const chosen = backend === "webgl" ? names.filter((name) => !name.includes("640")) : names;
  test.each(chosen)("%s agrees with PyTorch", async (name) => {
    const differences = await compareCase(await load(name));
    expect(differences.compared).toBeGreaterThan(50_000);
    expect(differences.logits).toBeLessThan(1e-4);
    expect(differences.layers).toBeLessThan(3e-4);
    expect(differences.squeeze).toBeLessThan(1e-4);
    expect(differences.hidden).toBeLessThan(1e-4);
    expect(differences.excitation).toBeLessThan(1e-5);
    expect(differences.leaked).toBe(0);
  });

  test.each(chosen)("%s agrees with PyTorch's whole passes after every edit", async (name) => {
    const { found, leaked } = await compareReruns(await load(name));
    expect(found.length).toBeGreaterThanOrEqual(11);
    for (const { name: edit, logits, squeeze, excitation } of found) {
      expect(logits, edit).toBeLessThan(1e-4);
      expect(squeeze, edit).toBeLessThan(1e-4);
      expect(excitation, edit).toBeLessThan(1e-4);
    }
    expect(leaked).toBe(0);
  });

  test.each(chosen)("%s has PyTorch's gradients by channel weights", async (name) => {
    const { found, leaked } = await compareGradients(await load(name));
    expect(found).toHaveLength(6);
    for (const { name: target, value, layers } of found) {
      expect(value, target).toBeLessThan(1e-4);
      for (const difference of Object.values(layers)) expect(difference, target).toBeLessThan(1e-3);
    }
    expect(leaked).toBe(0);
  });
});
