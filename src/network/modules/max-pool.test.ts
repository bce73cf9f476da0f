import "@tensorflow/tfjs-backend-cpu";
import {
  type Tensor,
  grad,
  memory,
  mul,
  ready,
  reshape,
  setBackend,
  tensor4d,
} from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { registerGradients } from "../gradients.ts";
import { maxPoolSame } from "./max-pool.ts";

beforeAll(async () => {
  await setBackend("cpu");
  await ready();
  registerGradients();
});

/** Returns the gradient of Σ weight · pooled by a map [1, height, width, 1]. */
async function gradientOf(
  map: readonly (readonly number[])[],
  weights: readonly (readonly number[])[],
): Promise<number[]> {
  const shape: [number, number, number, number] = [1, map.length, map[0]?.length ?? 0, 1];
  const before = memory().numTensors;
  const x = tensor4d(map.flat(), shape);
  const w = tensor4d(weights.flat(), shape);
  const found = grad((one: Tensor) => mul(maxPoolSame(reshape(one, shape), 3), 1))(x, w);
  const values = [...(await found.data<"float32">())];
  for (const one of [x, w, found]) one.dispose();
  expect(memory().numTensors).toBe(before);
  return values;
}

test("the gradient goes to the cell that was largest in each square", async () => {
  const map = [
    [1, 2, 0, -1],
    [0, 0, 5, 0],
    [3, 0, 0, -7],
  ];
  const weights = [
    [1, 10, 100, 1000],
    [2, 20, 200, 2000],
    [4, 40, 400, 4000],
  ];
  // 5 is in every square of the three right columns; the left ones see 2, 3 and 3.
  expect(await gradientOf(map, weights)).toEqual([0, 1, 0, 0, 0, 0, 7770, 0, 6, 0, 0, 0]);
});

test("cells that are largest together share it, and none is lost", async () => {
  const weights = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  const shared = await gradientOf(
    [
      [7, 7, 7],
      [7, 7, 7],
    ],
    weights,
  );
  expect(shared.reduce((sum, one) => sum + one, 0)).toBeCloseTo(21, 5);
  expect(Math.max(...shared)).toBeLessThan(10);
  expect(
    await gradientOf(
      [
        [7, 0, 7],
        [0, 0, 0],
      ],
      weights,
    ),
  ).toEqual([1 + 4 + 3.5, 0, 3 + 6 + 3.5, 0, 0, 0]);
});
