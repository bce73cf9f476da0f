import { describe, expect, test } from "vitest";
import { letterboxBox } from "../trace/index.ts";
import { readConfig } from "./config.ts";
import { type HeadLogits, decodeDetections } from "./detect.ts";
import { planNetwork } from "./plan.ts";
import { randomNumbers, smallConfig } from "./testing/small.ts";

const plan = planNetwork(readConfig(smallConfig));
const width = 7;
const anchors = 2;
const photo = { width: 200, height: 100 };
// 200 × 100 in 64 × 64: half above and below is grey.
const letterbox = {
  width: 64,
  height: 64,
  scale: 0.32,
  left: 0,
  top: 16,
  innerWidth: 64,
  innerHeight: 32,
};
const options = { letterbox, photo };

/** Returns two heads of a 64 × 64 input in which nothing is found. */
function nothing(): [HeadLogits, HeadLogits] {
  const head = (rows: number): HeadLogits => ({
    rows,
    columns: rows,
    values: new Float32Array(rows * rows * anchors * width).fill(-20),
  });
  return [head(16), head(8)];
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

test("nothing is found in nothing", () => {
  expect(decodeDetections(plan, nothing(), options)).toEqual([]);
});

test("a box is decoded by v6.0's formulas, with its origin", () => {
  const logits = nothing();
  const at = ((3 * 8 + 5) * anchors + 1) * width;
  logits[1].values.set([0.4, -0.3, -1.5, -2, 1.2, -1, 2], at);
  const [found, ...others] = decodeDetections(plan, logits, options);
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    id: "P3/3/5/1",
    classIndex: 1,
    className: "class 1",
    headScale: "P3",
    stride: 8,
    cell: { row: 3, column: 5 },
    anchor: { index: 1, width: 62, height: 45 },
  });
  expect(found).not.toHaveProperty("unclipped");
  expect(found?.objectness).toBeCloseTo(sigmoid(1.2), 6);
  expect(found?.classProbability).toBeCloseTo(sigmoid(2), 6);
  expect(found?.confidence).toBeCloseTo(sigmoid(1.2) * sigmoid(2), 6);
  const x = (2 * sigmoid(0.4) - 0.5 + 5) * 8;
  const y = (2 * sigmoid(-0.3) - 0.5 + 3) * 8;
  const w = (2 * sigmoid(-1.5)) ** 2 * 62;
  const h = (2 * sigmoid(-2)) ** 2 * 45;
  const box = found ? letterboxBox(found.box, letterbox) : undefined;
  expect(box?.left).toBeCloseTo(x - w / 2, 4);
  expect(box?.right).toBeCloseTo(x + w / 2, 4);
  expect(box?.top).toBeCloseTo(y - h / 2, 4);
  expect(box?.bottom).toBeCloseTo(y + h / 2, 4);
});

test("a box is clipped to the photograph and remembers what it was", () => {
  const logits = nothing();
  logits[1].values.set([0, 0, 3, 3, 5, 5, -5], (2 * 8 * anchors + 1) * width);
  const [found] = decodeDetections(plan, logits, options);
  expect(found?.box).toMatchObject({ left: 0, top: 0, right: 200, bottom: 100 });
  expect(found?.unclipped?.left).toBeLessThan(-100);
  expect(found?.unclipped?.bottom).toBeGreaterThan(200);
});

describe("of random logits", () => {
  const next = randomNumbers(3);
  const logits = nothing().map((head) => ({ ...head, values: head.values.map(() => next() * 6) }));

  test.each([0, 0.01, 0.25, 0.9, 1])(
    "exactly those of at least %s are found, best first",
    (floor) => {
      let count = 0;
      for (const { values } of logits) {
        for (let at = 0; at < values.length; at += width) {
          const best = Math.max(values[at + 5] ?? NaN, values[at + 6] ?? NaN);
          if (sigmoid(values[at + 4] ?? NaN) * sigmoid(best) >= floor) count++;
        }
      }
      const found = decodeDetections(plan, logits, { ...options, floor });
      expect(found).toHaveLength(count);
      const confidences = found.map(({ confidence }) => confidence);
      expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
      expect(new Set(found.map(({ id }) => id)).size).toBe(count);
    },
  );

  test("every box lies inside the photograph", () => {
    for (const { box } of decodeDetections(plan, logits, { ...options, floor: 0 })) {
      expect(box.left).toBeGreaterThanOrEqual(0);
      expect(box.top).toBeGreaterThanOrEqual(0);
      expect(box.right).toBeLessThanOrEqual(photo.width);
      expect(box.bottom).toBeLessThanOrEqual(photo.height);
    }
  });
});

test("NaN is no detection", () => {
  const logits = nothing();
  logits[0].values.fill(NaN);
  expect(decodeDetections(plan, logits, options)).toEqual([]);
});
