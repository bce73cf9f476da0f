/** Checkpoints as YOLOv5's releases and its forks with SE write them, against PyTorch's own logits. */

import "@tensorflow/tfjs-backend-cpu";
import { readFile, readdir } from "node:fs/promises";
import { memory, ready, setBackend, tensor3d } from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { readCheckpoint, readYolo } from "../../src/import/index.ts";
import { forward, placeParameters, planNetwork, readConfig } from "../../src/network/index.ts";

interface Case {
  readonly name: string;
  readonly parameters: number;
  /** Layers that are SE, by their index in the file; null where SE is inside blocks. */
  readonly se: readonly number[] | null;
  readonly classes: readonly string[];
  readonly logits: readonly { shape: number[]; step: number; values: number[] }[];
}

const folder = new URL("../files/checkpoints/", import.meta.url);
const cases = JSON.parse(await readFile(new URL("cases.json", folder), "utf8")) as Case[];
const side = 64;

beforeAll(async () => {
  await setBackend("cpu");
  await ready();
});

async function bytesOf(name: string): Promise<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = await readFile(new URL(`${name}.pt`, folder));
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}

/** The input that training/write_checkpoints.py computes too. */
function pattern(): Float32Array {
  return Float32Array.from({ length: side * side * 3 }, (_, k) => ((k * 7919) % 1009) / 1009);
}

test("every file has a case", async () => {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".pt"));
  const named = [...cases.map(({ name }) => `${name}.pt`), "state-dict.pt"];
  expect(files.toSorted()).toEqual(named.toSorted());
});

test.each(cases)(
  "$name gives PyTorch's logits",
  async ({ name, classes, se, parameters, logits }) => {
    const checkpoint = readCheckpoint(await bytesOf(name), name);
    const network = readYolo(checkpoint, name);
    expect(network.classes).toEqual(classes);
    // Every number is accounted for: what was not taken are buffers that the configuration has too.
    const left = network.unused.filter(
      (key) => !/(num_batches_tracked|\.anchors|\.anchor_grid)$/.test(key),
    );
    expect(left).toEqual([]);
    const plan = planNetwork(readConfig(network.config));
    const found = plan.seLayers.map(({ index }) => network.layers[index]?.origin);
    if (se) expect(found).toEqual(se);
    else expect(found.length).toBeGreaterThan(0);
    for (const { index } of plan.seLayers)
      expect(network.layers[index]?.remarks.join(" ")).toMatch(/SE layer/);
    const before = memory().numTensors;
    const placed = placeParameters(plan, network.arrays);
    const pixels = tensor3d(pattern(), [side, side, 3]);
    const kept = forward(plan, placed, { pixels });
    for (const [k, { shape, step, values }] of logits.entries()) {
      const tensor = kept.logits[k];
      expect(tensor?.shape).toEqual(shape);
      const all = await tensor?.data();
      const most = values.reduce(
        (worst, value, i) => Math.max(worst, Math.abs((all?.[i * step] ?? NaN) - value)),
        0,
      );
      expect(most).toBeLessThan(1e-3);
    }
    kept.dispose();
    placed.dispose();
    pixels.dispose();
    expect(memory().numTensors).toBe(before);
    const trained = [...checkpoint.tensors].filter(
      ([key]) => !/(running_|num_batches|\.anchor)/.test(key),
    );
    expect(trained.reduce((sum, [, { size }]) => sum + size, 0)).toBe(parameters);
  },
);
