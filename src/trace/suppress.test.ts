import { describe, expect, test } from "vitest";
import type { Detection } from "./detection.ts";
import { overlap, suppress } from "./suppress.ts";

type Sides = readonly [left: number, top: number, right: number, bottom: number];

function candidate(confidence: number, sides: Sides, classIndex = 0): Detection {
  const [left, top, right, bottom] = sides;
  return {
    id: `P3/${sides.join("/")}/${String(classIndex)}/${String(confidence)}`,
    box: { left, top, right, bottom },
    classIndex,
    className: `class ${String(classIndex)}`,
    confidence,
    objectness: confidence,
    classProbability: 1,
    headScale: "P3",
    stride: 8,
    cell: { row: 0, column: 0 },
    anchor: { index: 0, width: 10, height: 13 },
  };
}

test.each<[string, Sides, Sides, number]>([
  ["the same box", [0, 0, 10, 10], [0, 0, 10, 10], 1],
  ["a half", [0, 0, 10, 10], [0, 0, 10, 5], 0.5],
  ["a shifted half", [0, 0, 10, 10], [5, 0, 15, 10], 1 / 3],
  ["neighbours", [0, 0, 10, 10], [10, 0, 20, 10], 0],
  ["far away", [0, 0, 10, 10], [50, 50, 60, 60], 0],
  ["lines", [0, 0, 10, 0], [0, 0, 10, 0], 0],
])("overlap of %s", (_, a, b, expected) => {
  expect(overlap(candidate(1, a).box, candidate(1, b).box)).toBeCloseTo(expected, 12);
});

test("keeps the best of overlapping boxes of a class, and other classes", () => {
  const best = candidate(0.9, [0, 0, 10, 10]);
  const worse = candidate(0.8, [1, 0, 11, 10]);
  const other = candidate(0.7, [0, 0, 10, 10], 1);
  const weak = candidate(0.25, [50, 50, 60, 60]);
  const given = [weak, other, worse, best];
  expect(suppress(given)).toEqual([best, other]);
  expect(given).toEqual([weak, other, worse, best]);
});

test("a suppressed box suppresses none", () => {
  const a = candidate(0.9, [0, 0, 10, 10]);
  const b = candidate(0.8, [3, 0, 13, 10]);
  const c = candidate(0.7, [6, 0, 16, 10]);
  expect(suppress([a, b, c])).toEqual([a, c]);
});

test("compares boxes as they were before clipping", () => {
  const whole = { left: -100, top: 0, right: 10, bottom: 10 };
  const a = { ...candidate(0.9, [0, 0, 10, 10]), unclipped: whole };
  const b = candidate(0.8, [0, 0, 10, 10]);
  expect(suppress([a, b])).toEqual([a, b]);
});

test("keeps at most the limit", () => {
  const many = Array.from({ length: 9 }, (_, k) =>
    candidate(0.9 - k / 100, [k * 20, 0, k * 20 + 9, 9]),
  );
  expect(suppress(many, { limit: 4 })).toEqual(many.slice(0, 4));
});

describe("equals YOLOv5's NMS, classes kept apart by an offset and the queue thinned out", () => {
  test.each([0.1, 0.45, 0.65])("at an IoU of %s", (iou) => {
    let state = 7;
    const next = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
    const all = Array.from({ length: 400 }, () => {
      const [left, top] = [next() * 30, next() * 30];
      const sides = [left, top, left + 5 + next() * 40, top + 5 + next() * 40] as const;
      return candidate(next(), sides, Math.floor(next() * 4));
    });
    const expected: Detection[] = [];
    let queue = all.filter((c) => c.confidence > 0.25).sort((a, b) => b.confidence - a.confidence);
    const moved = ({ box, classIndex: c }: Detection) => ({
      left: box.left + c * 7680,
      right: box.right + c * 7680,
      top: box.top + c * 7680,
      bottom: box.bottom + c * 7680,
    });
    for (let first = queue[0]; first; first = queue[0]) {
      const kept = first;
      expected.push(kept);
      queue = queue.slice(1).filter((c) => overlap(moved(kept), moved(c)) <= iou);
    }
    const found = suppress(all, { iou });
    expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    expect(found.length).toBeGreaterThan(10);
    expect(found.length).toBeLessThan(280);
  });
});
