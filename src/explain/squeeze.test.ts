import { expect, test } from "vitest";
import { highestCells, mapMean } from "./squeeze.ts";

test("the mean is the sum over the count", () => {
  expect(mapMean(Float32Array.of(1, -2, 4, 5))).toEqual({ sum: 8, count: 4, mean: 2 });
  expect(mapMean(new Float32Array())).toEqual({ sum: 0, count: 0, mean: 0 });
});

test("the highest cells, the highest first, with their rows and columns", () => {
  const map = Float32Array.of(0, 3, 1, 9, -5, 3);
  expect(highestCells(map, { width: 3, count: 3 })).toEqual([
    { row: 1, column: 0, value: 9 },
    { row: 0, column: 1, value: 3 },
    { row: 1, column: 2, value: 3 },
  ]);
  expect(highestCells(map, { width: 3, count: 10 })).toHaveLength(6);
});
