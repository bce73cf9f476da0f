/** The network against PyTorch on Node: every case of test/numbers, on WebAssembly and plain JavaScript. */

import "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { ready, setBackend } from "@tensorflow/tfjs-core";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { type GradientCase, compareGradients } from "./compare-gradients.ts";
import { type RerunCase, compareReruns } from "./compare-reruns.ts";
import { compareCase } from "./compare.ts";

const folder = fileURLToPath(new URL("numbers", import.meta.url));
const model = fileURLToPath(new URL("../public/models/se-yolov5n", import.meta.url));
const cases = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }): RerunCase & GradientCase => {
    const own = existsSync(`${folder}/${name}/config.yaml`) ? `${folder}/${name}` : model;
    return {
      name,
      config: readFileSync(`${own}/config.yaml`, "utf8"),
      parameters: bytes(`${own}/parameters.safetensors`),
      expected: bytes(`${folder}/${name}/expected.safetensors`),
      edits: readFileSync(`${folder}/${name}/reruns.json`, "utf8"),
      reruns: bytes(`${folder}/${name}/reruns.safetensors`),
      gradients: readFileSync(`${folder}/${name}/gradients.json`, "utf8"),
    };
  });

test("there are cases of a trained model and of SE in the backbone", () => {
  expect(cases.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["backbone-se-320", "trained-320", "trained-320x416", "trained-640"]),
  );
});

describe.each(["wasm", "cpu"])("on %s", (backend) => {
  beforeAll(async () => {
    setWasmPaths(
      fileURLToPath(
        new URL("../node_modules/@tensorflow/tfjs-backend-wasm/dist/", import.meta.url),
      ),
    );
    await setBackend(backend);
    await ready();
  });

  // Plain JavaScript takes most of a minute for 640 and computes the same.
  const chosen = backend === "cpu" ? cases.filter(({ name }) => name === "backbone-se-320") : cases;
  test.each(chosen)("$name agrees with PyTorch", async (numbers) => {
    const differences = await compareCase(numbers);
    expect(differences.compared).toBeGreaterThan(50_000);
    expect(differences.logits).toBeLessThan(1e-4);
    // Inside the network activations reach 20, so that the last bits weigh more.
    expect(differences.layers).toBeLessThan(3e-4);
    expect(differences.squeeze).toBeLessThan(1e-4);
    expect(differences.hidden).toBeLessThan(1e-4);
    expect(differences.excitation).toBeLessThan(1e-5);
    expect(differences.leaked).toBe(0);
  });

  test.each(chosen)(
    "$name agrees with PyTorch's whole passes after every edit",
    async (numbers) => {
      const { found, leaked } = await compareReruns(numbers);
      // Each layer neutral, all and the last at given weights, three squeezes, three gates, a mixture.
      expect(found.length).toBeGreaterThanOrEqual(11);
      for (const { name, logits, squeeze, excitation, compared } of found) {
        expect(logits, name).toBeLessThan(1e-4);
        expect(squeeze, name).toBeLessThan(1e-4);
        expect(excitation, name).toBeLessThan(1e-4);
        expect(compared, name).toBeGreaterThan(1500);
      }
      expect(leaked).toBe(0);
    },
  );

  test.each(chosen)("$name has PyTorch's gradients by channel weights", async (numbers) => {
    const { found, leaked } = await compareGradients(numbers);
    expect(found).toHaveLength(6);
    for (const { name, value, layers } of found) {
      expect(value, name).toBeLessThan(1e-4);
      for (const difference of Object.values(layers)) expect(difference, name).toBeLessThan(1e-3);
    }
    expect(leaked).toBe(0);
  });
});

function bytes(path: string): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}
