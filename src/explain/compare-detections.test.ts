import { expect, test } from "vitest";
import type { Detection } from "../trace/index.ts";
import {
  compareDetections,
  detectionChange,
  hasMoved,
  tallyDetections,
} from "./compare-detections.ts";
import { testDetection } from "./testing/trace.ts";

function box(left: number, confidence: number): Detection {
  const place = [left, 0, left + 100, 100] as const;
  return testDetection("P4/1/1/1", { box: place, confidence, stride: 16 });
}

test("boxes of one class that overlap are one thing, others are not", () => {
  const [first, moved, elsewhere] = [box(0, 0.9), box(20, 0.7), box(300, 0.6)];
  const dog = { ...box(0, 0.5), classIndex: 0 };
  expect(compareDetections([[first], [moved, elsewhere], [dog]])).toEqual([
    { found: [first, moved, undefined] },
    { found: [undefined, elsewhere, undefined] },
    { found: [undefined, undefined, dog] },
  ]);
});

test("each box is used once, by the thing it overlaps best", () => {
  const [left, right] = [box(0, 0.9), box(30, 0.8)];
  const [nearRight] = [box(28, 0.7)];
  expect(compareDetections([[left, right], [nearRight]])).toEqual([
    { found: [left, undefined] },
    { found: [right, nearRight] },
  ]);
});

test("what happened to a thing", () => {
  const some = box(0, 0.5);
  expect(detectionChange(some, box(0, 0.502))).toBe("same");
  expect(detectionChange(some, box(0, 0.6))).toBe("surer");
  expect(detectionChange(some, box(0, 0.4))).toBe("less sure");
  expect(detectionChange(some, undefined)).toBe("gone");
  expect(detectionChange(undefined, some)).toBe("new");
  expect(detectionChange(undefined, undefined)).toBe("same");
});

test("what became of the boxes", () => {
  const [stays, moves, goes, comes] = [box(0, 0.9), box(300, 0.7), box(600, 0.6), box(900, 0.5)];
  const moved = box(330, 0.8);
  const tally = tallyDetections([stays, moves, goes], [stays, moved, comes]);
  expect(tally).toEqual({ came: [comes], went: [goes], moved: [moves], surer: 1, lessSure: 0 });
  expect(hasMoved(moves, moved)).toBe(true);
  expect(hasMoved(moves, box(304, 0.1))).toBe(false);
  expect(hasMoved(undefined, moved)).toBe(false);
  expect(tallyDetections([], [])).toMatchObject({ came: [], went: [], moved: [] });
});
