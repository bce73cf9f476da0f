import { expect, test } from "vitest";
import { testDetection, testDetections, testTrace } from "../testing/trace.ts";
import { detectionAt, detectionMarks, originMarks } from "./marks.ts";

const trace = testTrace();
const measure = (text: string): number => text.length * 6;
const [best, second] = testDetections;
if (!best || !second) throw new Error("no detections");

test("boxes are scaled to the width of the drawing and coloured by head scale", () => {
  const { height, scale, marks } = detectionMarks(trace, testDetections, { width: 640, measure });
  expect({ height, scale }).toEqual({ height: 480, scale: 2 });
  expect(marks[0]).toMatchObject({
    detection: best,
    box: { x: 200, y: 120, width: 320, height: 320 },
    text: "cat 0.90",
  });
  expect(marks.map(({ colour }) => colour)).toEqual([
    "var(--p5, var(--other-layer))",
    "var(--p4, var(--other-layer))",
    "var(--p3, var(--other-layer))",
  ]);
});

test("of nested boxes the smallest is under the pointer; a label counts as its box", () => {
  const outer = testDetection("P5/1/1/0", { box: [0, 40, 200, 200], confidence: 0.9, stride: 32 });
  const inner = testDetection("P3/9/9/0", { box: [50, 90, 80, 120], confidence: 0.5, stride: 8 });
  const { marks } = detectionMarks(trace, [outer, inner], { width: 320, measure });
  expect(detectionAt(marks, { x: 60, y: 100 })).toBe(inner);
  expect(detectionAt(marks, { x: 10, y: 150 })).toBe(outer);
  expect(detectionAt(marks, { x: 10, y: 30 })).toBe(outer);
  expect(detectionAt(marks, { x: 300, y: 10 })).toBeUndefined();
});

test("cell and anchor lie where the letterbox put them, cut off at the edges", () => {
  // 320 × 240 in 640 × 640: twice the size, 80 pixels from the top.
  const { cell, anchor } = originMarks(trace, second, { scale: 1 });
  expect(cell).toEqual({ x: 16, y: 8, width: 8, height: 8 });
  expect(anchor).toEqual({ x: 12.5, y: 0, width: 15, height: 12 + 15.25 });
  const { anchor: none, ...without } = second;
  expect(none).toBeDefined();
  expect(originMarks(trace, without, { scale: 1 })).toEqual({ cell, anchor: undefined });
});
