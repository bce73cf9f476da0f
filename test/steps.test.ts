/** Every number that stepping through an SE layer shows, against PyTorch's: from the live run to the last sum. */

import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { type Tensor, ready, setBackend, tensor3d } from "@tensorflow/tfjs-core";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cutChannels } from "../src/engine/maps.ts";
import {
  channelSum,
  channelSums,
  hiddenSum,
  hiddenSums,
  mapEnergy,
  mapMean,
} from "../src/explain/index.ts";
import { readSafetensors } from "../src/import/safetensors.ts";
import {
  describeModel,
  forward,
  placeParameters,
  planNetwork,
  readConfig,
} from "../src/network/index.ts";
import type { ChannelWeights, NamedArrays, SELayer } from "../src/trace/index.ts";
import { array, largest } from "./compare.ts";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const bytes = (path: string): ArrayBuffer => {
  const { buffer, byteOffset, byteLength } = readFileSync(at(path));
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
};

const model = "../public/models/se-yolov5n";
const plan = planNetwork(readConfig(readFileSync(at(`${model}/config.yaml`), "utf8")));
const parameters = readSafetensors(bytes(`${model}/parameters.safetensors`)).arrays;
const { seLayers } = describeModel(plan, parameters, "se-yolov5n");
/** The channels whose maps PyTorch wrote whole. */
const picked = [0, 3, 5];

interface Step {
  readonly layer: SELayer;
  readonly weights: ChannelWeights;
  /** All maps before and after recalibration. */
  readonly before: readonly Float32Array[];
  readonly after: readonly Float32Array[];
}

/** Runs the network on a case's input and gives what a trace gives of each SE layer. */
async function run(expected: NamedArrays): Promise<Step[]> {
  const placed = placeParameters(plan, parameters);
  const { shape, values } = array(expected, "input");
  const [height = 0, width = 0] = shape;
  const pixels = tensor3d(
    values.map((value) => value / 255),
    [height, width, 3],
  );
  const kept = forward(plan, placed, { pixels });
  const read = (tensor?: Tensor): Promise<Float32Array> =>
    tensor ? tensor.data<"float32">() : Promise.reject(new Error("nothing was kept"));
  const steps = await Promise.all(
    seLayers.map(async (layer): Promise<Step> => {
      const se = kept.seLayers.get(layer.key);
      const map = kept.layers.get(plan.layers[layer.index]?.from[0] ?? -1);
      const weights = {
        squeeze: await read(se?.squeeze),
        hidden: await read(se?.hidden),
        excitation: await read(se?.excitation),
      };
      const [, rows = 0, columns = 0, channels = 0] = map?.shape ?? [];
      const whole = { shape: [rows, columns, channels] as const, values: await read(map) };
      const cut = (scale?: Float32Array): readonly Float32Array[] =>
        cutChannels(whole, { scale, layer: layer.key }).values;
      return { layer, weights, before: cut(), after: cut(weights.excitation) };
    }),
  );
  for (const one of [kept, pixels, placed]) one.dispose();
  return steps;
}

beforeAll(async () => {
  setWasmPaths(at("../node_modules/@tensorflow/tfjs-backend-wasm/dist/"));
  await setBackend("wasm");
  await ready();
});

describe.each(["trained-320", "trained-320x416", "trained-640"])("%s", (name) => {
  const expected = readSafetensors(bytes(`numbers/${name}/expected.safetensors`)).arrays;
  let steps: Step[] = [];
  beforeAll(async () => {
    steps = await run(expected);
  });
  afterAll(() => {
    steps = [];
  });

  test.each(seLayers.map(({ key }) => key))("%s, step by step", (key) => {
    const step = steps.find(({ layer }) => layer.key === key);
    if (!step) throw new Error(`${key} was not run`);
    const { layer, weights, before, after } = step;
    const wanted = (part: string): Float32Array => array(expected, `se.${key}.${part}`).values;
    const off = (part: string, found: ArrayLike<number>): number => {
      expect(found.length, part).toBe(wanted(part).length);
      return largest(wanted(part), (i) => found[i]);
    };
    // Squeeze: what the network says, and what working out the mean of each map gives.
    expect(off("squeeze", weights.squeeze)).toBeLessThan(1e-4);
    expect(
      off(
        "squeeze",
        before.map((map) => mapMean(map).mean),
      ),
    ).toBeLessThan(1e-4);
    // Excitation: each sum as a whole and taken apart into its terms.
    expect(off("sum1", hiddenSums(layer, weights))).toBeLessThan(1e-4);
    const units = Array.from({ length: layer.hidden }, (_, k) => hiddenSum(layer, weights, k).sum);
    expect(off("sum1", units)).toBeLessThan(1e-4);
    expect(off("hidden", weights.hidden)).toBeLessThan(1e-4);
    expect(off("sum2", channelSums(layer, weights))).toBeLessThan(1e-4);
    const sums = before.map((_, c) => channelSum(layer, weights, c).sum);
    expect(off("sum2", sums)).toBeLessThan(1e-4);
    expect(off("excitation", weights.excitation)).toBeLessThan(1e-5);
    // Recalibration: whole maps, and every channel's energy relative to the largest.
    const together = (maps: readonly Float32Array[]): number[] =>
      picked.flatMap((channel) => [...(maps[channel] ?? [])]);
    expect(off("before", together(before))).toBeLessThan(3e-4);
    expect(off("after", together(after))).toBeLessThan(3e-4);
    const { channels } = mapEnergy(before, after);
    const most = Math.max(...wanted("energy.before"));
    expect(
      off(
        "energy.before",
        channels.map((c) => c.before),
      ) / most,
    ).toBeLessThan(1e-5);
    expect(
      off(
        "energy.after",
        channels.map((c) => c.after),
      ) / most,
    ).toBeLessThan(1e-5);
  });
});
