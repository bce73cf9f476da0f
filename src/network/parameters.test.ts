import "@tensorflow/tfjs-backend-cpu";
import { memory, ready, setBackend } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { type NamedArray, ReadableError } from "../trace/index.ts";
import { readConfig } from "./config.ts";
import { placeParameters } from "./parameters.ts";
import { planNetwork } from "./plan.ts";
import { randomArrays, smallConfig } from "./testing/small.ts";

const plan = planNetwork(readConfig(smallConfig));
const weight = "model.3.fc.0.weight";

beforeAll(async () => {
  await setBackend("cpu");
  await ready();
});

test("places every part and gives all of it back", () => {
  const before = memory().numTensors;
  const parameters = placeParameters(plan, randomArrays(plan));
  expect(parameters.conv("model.0").filter.shape).toEqual([6, 6, 3, 8]);
  expect(parameters.dense("model.3.fc.0").matrix.shape).toEqual([8, 2]);
  expect(memory().numTensors).toBeGreaterThan(before + 20);
  parameters.dispose();
  parameters.dispose();
  expect(memory().numTensors).toBe(before);
  expect(() => parameters.conv("model.0")).toThrow("disposed");
});

test("ignores the buffers that YOLOv5 saves beside the parameters", () => {
  const arrays = randomArrays(plan);
  for (const name of ["model.0.bn.num_batches_tracked", "model.11.anchors", "model.11.anchor_grid"])
    arrays.set(name, array([1]));
  placeParameters(plan, arrays).dispose();
});

describe("refuses, and places nothing, where an array", () => {
  const cases: [string, (arrays: Map<string, NamedArray>) => void, string[]][] = [
    ["is missing", (arrays) => void arrays.delete(weight), [`${weight} [2, 8] is missing`]],
    ["is unknown", (arrays) => arrays.set("model.99.x", array([3])), ["model.99.x [3] belongs to no layer"]],
    ["has another shape", (arrays) => arrays.set(weight, array([8, 2])), [`${weight} should be [2, 8] and is [8, 2]`]],
    ["has another rank", (arrays) => arrays.set(weight, array([2, 8, 1])), [`${weight} should be [2, 8] and is [2, 8, 1]`]],
    ["lies about its size", (arrays) => arrays.set(weight, { shape: [2, 8], values: new Float32Array(9) }), [`${weight} [2, 8] holds 9 numbers`]],
    ["holds NaN", (arrays) => arrays.set(weight, array([2, 8], NaN)), [weight, "not finite"]],
    ["holds infinity", (arrays) => arrays.set(weight, array([2, 8], Infinity)), [weight, "not finite"]],
    ["is a negative variance", (arrays) => arrays.set("model.0.bn.running_var", array([8], -1)), ["model.0.bn.running_var [8]", "below 0"]],
    ["and another are wrong", (arrays) => { arrays.delete(weight); arrays.set("model.99.x", array([3])); }, ["in 2 places", weight, "model.99.x"]],
    ["and all others are missing", (arrays) => { arrays.clear(); }, ["model.0.conv.weight [8, 3, 6, 6] is missing", "more"]],
  ]; // prettier-ignore
  test.each(cases)("%s", (_, spoil, parts) => {
    const arrays = randomArrays(plan);
    spoil(arrays);
    const before = memory().numTensors;
    let thrown: unknown;
    try {
      placeParameters(plan, arrays);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ReadableError);
    const message = thrown instanceof Error ? thrown.message : "";
    for (const part of parts) expect(message).toContain(part);
    expect(message.length).toBeLessThan(1200);
    expect(memory().numTensors).toBe(before);
  });
});

function array(shape: number[], value = 0): NamedArray {
  return { shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value) };
}
