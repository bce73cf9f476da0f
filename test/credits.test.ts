/** Exact credits on Node: they add up to what a whole pass gives, for every detection of every bundled photograph. */

import { type Tensor, memory, tensor3d } from "@tensorflow/tfjs-core";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LoadedModel, readModel } from "../src/cli/read-model.ts";
import { readPhoto } from "../src/cli/read-photo.ts";
import { startBackend } from "../src/cli/run.ts";
import { creditOf, waterfall } from "../src/explain/index.ts";
import { letterbox } from "../src/image/letterbox.ts";
import {
  type HeadLogits,
  decodeDetections,
  evidenceOf,
  forward,
  placeOf,
} from "../src/network/index.ts";
import { eachLogit, suppress, targetValue, targets } from "../src/trace/index.ts";

const path = (file: string): string => fileURLToPath(new URL(`../public/${file}`, import.meta.url));
const photos = readdirSync(path("photos")).filter((name) => name.endsWith(".jpg"));
const side = 640;
let model: LoadedModel;

beforeAll(async () => {
  await startBackend();
  model = await readModel(path("models/se-yolov5n"));
});
afterAll(() => {
  model.parameters.dispose();
});

const read = (tensor: Tensor): Promise<Float32Array> => tensor.data<"float32">();

test("there are photographs", () => {
  expect(photos.length).toBeGreaterThanOrEqual(8);
});

test.each(photos)("credits of all detections of %s add up", async (name) => {
  const before = memory().numTensors;
  const { plan, parameters } = model;
  const photo = await readPhoto(path(`photos/${name}`));
  const fitted = letterbox(photo, { width: side, height: side });
  const pixels = tensor3d(fitted.pixels, [side, side, 3]);
  const kept = forward(plan, parameters, { pixels });
  const heads: HeadLogits[] = [];
  for (const logits of kept.logits) {
    const [rows = 0, columns = 0] = logits.shape;
    heads.push({ rows, columns, values: await read(logits) });
  }
  const weights = new Map<string, Float32Array>();
  for (const [key, { excitation }] of kept.seLayers) weights.set(key, await read(excitation));
  const found = suppress(decodeDetections(plan, heads, { letterbox: fitted.letterbox, photo }));
  expect(found.length).toBeGreaterThan(0);
  for (const detection of found) {
    const place = placeOf(plan, { detection, target: "confidence" });
    const evidence = await evidenceOf(plan, parameters, {
      ...{ from: kept, place, detection: detection.id },
      channelWeights: (key) => weights.get(key) ?? new Float32Array(),
    });
    const { columns, values } = heads[place.head] ?? { columns: 0, values: [] };
    const width = values.length / (heads[place.head]?.rows ?? 0) / columns;
    const whole = eachLogit(
      (logit) => values[(place.row * columns + place.column) * width + place.index[logit]] ?? NaN,
    );
    for (const target of targets) {
      const credit = creditOf(evidence, target);
      const { sum } = waterfall(credit, { layer: evidence.layer });
      const wanted = targetValue(whole, target);
      expect(Math.abs(sum - wanted), `${detection.id}, ${target}`).toBeLessThan(1e-4);
      expect(Math.abs(credit.value - wanted)).toBeLessThan(1e-4);
    }
    expect(targetValue(whole, "confidence")).toBeCloseTo(detection.confidence, 6);
  }
  kept.dispose();
  pixels.dispose();
  expect(memory().numTensors).toBe(before);
});
