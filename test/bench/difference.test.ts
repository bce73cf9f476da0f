import { expect, test } from "vitest";
import { largestDifference } from "./difference.ts";

const arrays = (...heads: number[][]): Float32Array[] =>
  heads.map((head) => new Float32Array(head));

test("it is the largest over all heads", () => {
  expect(largestDifference(arrays([1, 2], [3]), arrays([1, 2.5], [3.25]))).toBe(0.5);
  expect(largestDifference(arrays([1]), arrays([1]))).toBe(0);
});

test.each([
  ["a missing head", arrays([1]), arrays([1], [2])],
  ["a short head", arrays([1]), arrays([1, 2])],
  ["no number", arrays([NaN]), arrays([1])],
])("%s is infinite", (_, found, wanted) => {
  expect(largestDifference(found, wanted)).toBe(Infinity);
});
