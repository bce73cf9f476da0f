import { expect, test } from "vitest";
import { activationRange, summariseMap } from "./maps.ts";

test("a map's mean and its largest activation with its cell", () => {
  expect(summariseMap(Float32Array.of(0, 1, 2, 3, 9, 3), 3)).toEqual({
    mean: 3,
    largest: { value: 9, row: 1, column: 1 },
  });
});

test("one range for all maps; a single bright cell does not stretch it", () => {
  const dim = Float32Array.from({ length: 1000 }, (_, i) => i / 1000);
  const bright = Float32Array.from({ length: 1000 }, (_, i) => (i === 500 ? 100 : -0.25));
  const { low, high, largest } = activationRange([dim, bright]);
  expect(low).toBe(-0.25);
  expect(largest).toBe(100);
  expect(high).toBeGreaterThan(0.98);
  expect(high).toBeLessThan(1);
});

test.each([
  ["no maps", [], { low: 0, high: 1, largest: 0 }],
  ["a flat map", [Float32Array.of(2, 2)], { low: 2, high: 3, largest: 2 }],
  [
    "mostly flat maps",
    [Float32Array.from({ length: 1000 }, (_, i) => (i === 0 ? 5 : 0))],
    { low: 0, high: 5, largest: 5 },
  ],
])("%s still have a range", (_, maps, range) => {
  expect(activationRange(maps)).toEqual(range);
});
