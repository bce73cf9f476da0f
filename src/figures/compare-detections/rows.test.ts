import { expect, test } from "vitest";
import { testDetection, testTrace } from "../testing/trace.ts";
import { comparisonRows } from "./rows.ts";

test("one row a thing and version, with what happened to it", () => {
  const place = [100, 60, 260, 220] as const;
  const weaker = testDetection("P5/3/4/1", { box: place, confidence: 0.5, stride: 32 });
  const rows = comparisonRows([
    { name: "as trained", trace: testTrace() },
    { name: "neutral", trace: testTrace({ candidates: [weaker] }) },
  ]);
  expect(
    rows.map(({ thing, version, change, confidence }) => [thing, version, change, confidence]),
  ).toEqual([
    [1, "as trained", "", 0.9],
    [1, "neutral", "less sure", 0.5],
    [2, "as trained", "", 0.6],
    [2, "neutral", "gone", undefined],
  ]);
});
