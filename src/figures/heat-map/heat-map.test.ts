import { expect, test } from "vitest";
import { testTrace } from "../../explain/testing/trace.ts";
import type { HeatMap } from "../../trace/index.ts";
import { channelWeighted, explained, heatCards, rangeOf } from "./cards.ts";
import { cellsOf, heatAt, middleOf } from "./cells.ts";
import { heatRows } from "./rows.ts";

// A photograph of 320 by 240 in a square of 640: rows 0 and 3 of four lie half on the letterbox's border.
const trace = testTrace();
const { letterbox, photo } = trace;

function heat(change: Partial<HeatMap> = {}): HeatMap {
  const values = Float32Array.from({ length: 64 }, (_, i) => i - 20);
  return {
    ...{ method: "occlusion", detection: "P5/3/4/1", target: "confidence", layer: undefined },
    ...{ rows: 8, columns: 8, values, signed: true, letterbox, meaning: "drop", ...change },
  };
}

test("only cells on the photograph count", () => {
  // The border takes 80 of 640 pixels above and below: one row of eight.
  const cells = cellsOf(heat());
  expect(cells).toHaveLength(6 * 8);
  expect(cells[0]).toEqual({ row: 1, column: 0, value: -12 });
  expect(cells.at(-1)).toEqual({ row: 6, column: 7, value: 35 });
});

test("a place and its cell lead to each other", () => {
  expect(heatAt(heat(), { x: 0, y: 0 })).toEqual({ row: 1, column: 0, value: -12 });
  for (const { row, column } of cellsOf(heat()))
    expect(heatAt(heat(), middleOf(heat(), { row, column }))).toMatchObject({ row, column });
  expect(middleOf(heat(), { row: 0, column: 0 }).y).toBe(0);
});

test("colours part at 0 where numbers lie below it, else they run from least to largest", () => {
  const of = (change: Partial<HeatMap>): unknown => {
    const { range, diverging } = rangeOf(heat(change));
    return [range.low, range.high, range.largest, diverging];
  };
  expect(of({})).toEqual([-35, 35, 35, true]);
  expect(of({ signed: false })).toEqual([-12, 35, 35, false]);
  expect(of({ values: Float32Array.from({ length: 64 }, (_, i) => i) })).toEqual([
    8,
    55,
    55,
    false,
  ]);
  expect(of({ values: new Float32Array(64) })).toEqual([0, 1, 0, false]);
});

test("a card says what was read and for which number", () => {
  const [covered, eigen] = heatCards([
    heat(),
    heat({ method: "eigenCam", target: undefined, layer: "P5" }),
  ]);
  expect([covered?.name, covered?.about]).toEqual(["Occlusion", "confidence"]);
  expect([eigen?.name, eigen?.about]).toEqual(["EigenCAM", "layer P5 · no target"]);
  expect(covered?.description).toBe("Occlusion, drop: largest 35 at row 6, column 7 of 8 by 8");
});

test("the detection is the one that the maps explain", () => {
  expect(explained(trace, [heat()])?.id).toBe("P5/3/4/1");
  expect(explained(trace, [heat({ detection: "P5/0/0/0" })])).toBeUndefined();
  expect(explained(trace, [])).toBeUndefined();
});

test("without maps, channels are added up, or averaged where there are no channel weights", () => {
  const maps = { height: 1, width: 2, values: [Float32Array.of(1, 2), Float32Array.of(3, 5)] };
  const of = (recalibrated: boolean): number[] => [
    ...channelWeighted(trace, { layer: "P5", detection: undefined, recalibrated, maps }).values,
  ];
  expect(of(true)).toEqual([4, 7]);
  expect(of(false)).toEqual([2, 3.5]);
});

test("rows name the cell and what it covers of the photograph", () => {
  const rows = heatRows(heatCards([heat()]), photo);
  expect(rows).toHaveLength(48);
  expect(rows[0]).toEqual({
    ...{ method: "occlusion", layer: undefined, target: "confidence", row: 1, column: 0 },
    ...{ left: 0, top: 0, right: 40, bottom: 40, value: -12 },
  });
});
