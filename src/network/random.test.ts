import "@tensorflow/tfjs-backend-cpu";
import { memory, setBackend, tensor3d } from "@tensorflow/tfjs-core";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { decodeHeads } from "./detect.ts";
import { forward } from "./forward.ts";
import { placeParameters } from "./parameters.ts";
import { planNetwork } from "./plan.ts";
import { randomParameters } from "./random.ts";

const folder = fileURLToPath(new URL("../../notebooks/configs/", import.meta.url));
const planOf = (name: string) =>
  planNetwork(readConfig(readFileSync(`${folder}${name}.yaml`, "utf8")));

beforeAll(async () => {
  await setBackend("cpu");
});

test("the same seed gives the same parameters, another one others", () => {
  const plan = planOf("yolov5n-before-sppf");
  const first = (seed: number) => randomParameters(plan, seed).get("model.0.conv.weight")?.values;
  expect(first(3)).toEqual(first(3));
  expect(first(3)).not.toEqual(first(4));
});

test.each(["yolov5n-everywhere", "yolov5n-c3se", "yolov8n-inline", "yolov7-tiny-appended"])(
  "%s runs with random parameters: nothing vanishes, nothing overflows, nothing is found",
  (name) => {
    const before = memory().numTensors;
    const plan = planOf(name);
    const placed = placeParameters(plan, randomParameters(plan, 1));
    const pixels = tensor3d(
      Float32Array.from({ length: 64 * 64 * 3 }, (_, k) => (k % 97) / 97),
      [64, 64, 3],
    );
    const keep = plan.layers.slice(0, -1).map(({ index }) => index);
    const kept = forward(plan, placed, { pixels, keep });
    for (const [index, map] of kept.layers) {
      if (index < 0) continue;
      const values = map.dataSync<"float32">();
      const power = values.reduce((sum, value) => sum + value * value, 0) / values.length;
      expect(Math.sqrt(power), `layer ${String(index)}`).toBeGreaterThan(0.01);
      expect(Math.sqrt(power), `layer ${String(index)}`).toBeLessThan(1000);
    }
    expect(kept.seLayers.size).toBe(plan.seLayers.length);
    for (const { excitation } of kept.seLayers.values()) {
      const s = excitation.dataSync<"float32">();
      expect(s.every((value) => value > 0 && value < 1)).toBe(true);
    }
    const logits = kept.logits.map((tensor) => {
      const [rows = 0, columns = 0] = tensor.shape;
      return { rows, columns, values: tensor.dataSync<"float32">() };
    });
    const photo = { width: 64, height: 64 };
    const box = { ...photo, scale: 1, left: 0, top: 0, innerWidth: 64, innerHeight: 64 };
    expect(decodeHeads(plan, logits, { letterbox: box, photo }).flat()).toHaveLength(0);
    kept.dispose();
    placed.dispose();
    pixels.dispose();
    expect(memory().numTensors).toBe(before);
  },
);
