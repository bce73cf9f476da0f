import "@tensorflow/tfjs-backend-cpu";
import {
  type Tensor,
  fused,
  getKernel,
  memory,
  ready,
  setBackend,
  tensor1d,
  tensor4d,
  tidy,
} from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { plainOps } from "./plain-ops.ts";

test("plain operations give the same numbers, leave nothing, and can be taken back", async () => {
  await setBackend("cpu");
  await ready();
  const x = tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 2, 2]);
  const filter = tensor4d([1, 0, 2, -1, 3, 1], [1, 1, 2, 3]);
  const bias = tensor1d([10, 20, 30]);
  const convolve = (): Tensor =>
    tidy(() => fused.conv2d({ x, filter, bias, strides: 1, pad: 0, activation: "linear" }));
  const before = { ...memory() };
  const kernel = (): unknown => getKernel("FusedConv2D", "cpu")?.kernelFunc;
  const original = kernel();
  const wanted = convolve();
  const makePlain = plainOps("cpu");
  makePlain(true);
  expect(kernel()).not.toBe(original);
  const found = convolve();
  expect(await found.array()).toEqual(await wanted.array());
  makePlain(false);
  expect(kernel()).toBe(original);
  const again = convolve();
  expect(await again.array()).toEqual(await wanted.array());
  for (const tensor of [wanted, found, again]) tensor.dispose();
  expect(memory().numTensors).toBe(before.numTensors);
  expect(memory().numDataBuffers).toBe(before.numDataBuffers);
});
