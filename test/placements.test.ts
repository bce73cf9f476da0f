/** YOLOv8's and YOLOv7's modules and C3SE against PyTorch on Node: every case of test/placements. */

import "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { ready, setBackend, tensor3d } from "@tensorflow/tfjs-core";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { readSafetensors } from "../src/import/safetensors.ts";
import {
  decodeHeads,
  forward,
  placeParameters,
  planNetwork,
  readConfig,
} from "../src/network/index.ts";
import { type NumberCase, array, compareCase } from "./compare.ts";

const folder = fileURLToPath(new URL("placements", import.meta.url));
const load = (name: string): NumberCase => ({
  name,
  config: readFileSync(`${folder}/${name}/config.yaml`, "utf8"),
  parameters: bytes(`${folder}/${name}/parameters.safetensors`),
  expected: bytes(`${folder}/${name}/expected.safetensors`),
});

test("there is a case of each", () => {
  expect(readdirSync(folder).toSorted()).toEqual(["README.md", "c3se", "yolov7", "yolov8"]);
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

  test.each(["yolov8", "yolov7", "c3se"])("%s agrees with PyTorch", async (name) => {
    const differences = await compareCase(load(name));
    expect(differences.compared).toBeGreaterThan(8_000);
    expect(differences.logits).toBeLessThan(1e-4);
    expect(differences.layers).toBeLessThan(1e-4);
    expect(differences.squeeze).toBeLessThan(1e-4);
    expect(differences.hidden).toBeLessThan(1e-4);
    expect(differences.excitation).toBeLessThan(1e-5);
    expect(differences.leaked).toBe(0);
  });
});

test("YOLOv8's boxes are PyTorch's, of every cell", async () => {
  const { config, parameters, expected } = load("yolov8");
  const { arrays } = readSafetensors(expected);
  const plan = planNetwork(readConfig(config));
  const placed = placeParameters(plan, readSafetensors(parameters).arrays);
  const { shape, values } = array(arrays, "input");
  const [height = 0, width = 0] = shape;
  const pixels = tensor3d(
    values.map((value) => value / 255),
    [height, width, 3],
  );
  const kept = forward(plan, placed, { pixels });
  const logits = kept.logits.map((tensor) => {
    const [rows = 0, columns = 0] = tensor.shape;
    return { rows, columns, values: tensor.dataSync<"float32">() };
  });
  const whole = { width, height };
  const letterbox = {
    ...{ ...whole, scale: 1, left: 0, top: 0 },
    ...{ innerWidth: width, innerHeight: height },
  };
  const found = decodeHeads(plan, logits, { letterbox, photo: whole, floor: 1e-6 }).flat();
  kept.dispose();
  placed.dispose();
  pixels.dispose();
  const wanted = array(arrays, "boxes");
  const [cells = 0, each = 0] = wanted.shape;
  expect(found).toHaveLength(cells);
  found.forEach((detection, cell) => {
    const row = wanted.values.subarray(cell * each, (cell + 1) * each);
    const { left, top, right, bottom } = detection?.unclipped ?? detection?.box ?? {};
    [left, top, right, bottom].forEach((side, k) => {
      expect(side).toBeCloseTo(row[k] ?? NaN, 2);
    });
    const best = Math.max(...row.slice(4));
    expect(detection?.confidence).toBeCloseTo(best, 4);
    expect(detection).not.toHaveProperty("objectness");
    expect(detection).not.toHaveProperty("anchor");
  });
});

function bytes(path: string): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}
