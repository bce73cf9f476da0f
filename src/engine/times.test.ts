import { expect, test } from "vitest";
import { timesOf } from "./times.ts";

test("alternates after a pass of each that is not counted, and gives medians", async () => {
  const order: boolean[] = [];
  const steps: (number | undefined)[] = [];
  const { withSE, withoutSE } = await timesOf(
    ({ skipSE }) => {
      order.push(skipSE);
      return Promise.resolve(order.length);
    },
    { runs: 4, onProgress: ({ share }) => steps.push(share) },
  );
  const [forth, back] = [
    [false, true],
    [true, false],
  ];
  expect(order).toEqual([forth, back, forth, back, forth].flat());
  expect(withSE).toEqual({ runs: [4, 5, 8, 9], median: 6.5 });
  expect(withoutSE).toEqual({ runs: [3, 6, 7, 10], median: 6.5 });
  expect(steps).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
});

test.each([0, 1.5, NaN, 1001])("refuses %s runs before the first pass", async (runs) => {
  const time = () => Promise.reject(new Error("ran"));
  await expect(timesOf(time, { runs })).rejects.toThrow("a whole number from 1 to 1000");
});
