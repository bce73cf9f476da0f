import { describe, expect, test } from "vitest";
import { median, medianRatio, pairwiseRatios, quantile } from "./statistics.ts";

describe("median", () => {
  test.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100], 10],
  ])("of %j is %d", (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test("of nothing is no number", () => {
    expect(median([])).toBeNaN();
  });

  test("leaves its argument in order", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

test("a quantile is a value that the share of all does not exceed", () => {
  const values = Array.from({ length: 20 }, (_, i) => 20 - i);
  expect(quantile(values, 0.95)).toBe(19);
  expect(quantile(values, 1)).toBe(20);
  expect(quantile(values, 0)).toBe(1);
  expect(quantile([], 0.95)).toBeNaN();
});

describe("pairwise ratios", () => {
  test("pair round with round and drop rounds that only one has", () => {
    expect(pairwiseRatios([2, 6, 5], [1, 2])).toEqual([2, 3]);
    expect(pairwiseRatios([2], [1, 2])).toEqual([2]);
  });

  test("survive a machine that slows down, where a ratio of medians does not", () => {
    const without = [10, 20, 40, 80];
    const withCapture = [11, 22, 44];
    expect(medianRatio(withCapture, without)).toBeCloseTo(1.1);
    expect(median(withCapture) / median(without)).not.toBeCloseTo(1.1);
  });

  test("have no median where there is no pair", () => {
    expect(medianRatio([1, 2], [])).toBeNaN();
  });
});
