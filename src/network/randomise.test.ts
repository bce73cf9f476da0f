import "@tensorflow/tfjs-backend-cpu";
import { memory, ready, setBackend, tensor3d } from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { forward } from "./forward.ts";
import { type Parameters, placeParameters } from "./parameters.ts";
import { planNetwork, unitsOf } from "./plan.ts";
import { layersFromOutput, randomise, redrawn } from "./randomise.ts";
import { randomArrays, randomNumbers, smallConfig } from "./testing/small.ts";

const plan = planNetwork(readConfig(smallConfig));
const next = randomNumbers(5);
const values = Float32Array.from({ length: 16 * 24 * 3 }, () => (next() + 1) / 2);

beforeAll(async () => {
  await setBackend("cpu");
  await ready();
});

/** Returns the prefixes whose numbers differ between two sets of parameters. */
async function changed(a: Parameters, b: Parameters): Promise<Set<string>> {
  const found = new Set<string>();
  for (const [prefix, unit] of unitsOf(plan)) {
    const read = async (from: Parameters): Promise<Float32Array> =>
      unit.kind === "dense"
        ? from.dense(prefix).matrix.data<"float32">()
        : from.conv(prefix).filter.data<"float32">();
    const [one, other] = await Promise.all([read(a), read(b)]);
    if (one.some((value, i) => value !== other[i])) found.add(prefix);
  }
  return found;
}

const of = (layers: readonly number[]): Set<string> =>
  new Set(
    unitsOf(plan)
      .map(([prefix]) => prefix)
      .filter((prefix) => layers.includes(Number(prefix.split(".")[1]))),
  );

test("draws just the named layers anew, the same for the same seed, and gives all of it back", async () => {
  const parameters = placeParameters(plan, randomArrays(plan, 2));
  const before = memory().numTensors;
  const options = { layers: [11, 10, 9], seed: 3 };
  const first = await randomise(plan, parameters, options);
  const second = await randomise(plan, parameters, options);
  const other = await randomise(plan, parameters, { ...options, seed: 4 });
  const fewer = await randomise(plan, parameters, { layers: [11], seed: 3 });
  expect(await changed(parameters, first)).toEqual(of([9, 10, 11]));
  expect(await changed(first, second)).toEqual(new Set());
  expect(await changed(first, other)).toEqual(of([9, 10, 11]));
  // Detect's numbers are the same however far the cascade goes.
  expect(await changed(first, fewer)).toEqual(of([9, 10]));
  const pixels = tensor3d(values, [16, 24, 3]);
  const [trained, drawn] = [parameters, first].map((own) => forward(plan, own, { pixels }));
  expect(await drawn?.logits[0]?.data()).not.toEqual(await trained?.logits[0]?.data());
  for (const one of [trained, drawn, pixels, first, second, other, fewer]) one?.dispose();
  first.dispose();
  expect(memory().numTensors).toBe(before);
  expect(await changed(parameters, parameters)).toEqual(new Set());
  parameters.dispose();
});

test("what is drawn has the mean and deviation of what was there", () => {
  const given = Float32Array.from({ length: 20_000 }, () => 0.3 + 0.2 * next());
  const drawn = redrawn(given, 7);
  const mean = (all: Float32Array): number => all.reduce((a, b) => a + b, 0) / all.length;
  const spread = (all: Float32Array): number => {
    const middle = mean(all);
    return Math.sqrt(mean(all.map((value) => (value - middle) ** 2)));
  };
  const inside = (all: Float32Array): number => {
    const [middle, reach] = [mean(all), spread(all)];
    return all.filter((value) => Math.abs(value - middle) < reach).length / all.length;
  };
  expect(mean(drawn)).toBeCloseTo(mean(given), 2);
  expect(spread(drawn) / spread(given)).toBeCloseTo(1, 1);
  expect(inside(drawn)).toBeCloseTo(0.683, 1);
  expect(redrawn(Float32Array.of(2, 2), 1)).toEqual(Float32Array.of(2, 2));
});

test("layers with parameters, from the output on", () => {
  expect(layersFromOutput(plan)).toEqual([11, 10, 9, 8, 5, 4, 3, 2, 1, 0]);
});
