import { describe, expect, test } from "vitest";
import { testTrace } from "../testing/trace.ts";
import { barPath, barScale } from "./bars.ts";
import { blockOf, blockRows } from "./block.ts";
import { curveMarks, nearestPoint } from "./curve.ts";
import { miniBars } from "./minis.ts";
import { tileAt, tiledValues, tilePlace, tiling } from "./tiles.ts";

const trace = testTrace();

describe("bars", () => {
  test("a scale reaches zero and every number", () => {
    expect(barScale([2, 3])).toEqual({ low: 0, high: 3 });
    expect(barScale([-2, -1])).toEqual({ low: -2, high: 0 });
    expect(barScale([])).toEqual({ low: 0, high: 1 });
  });
  test("bars go from zero to their number", () => {
    const scale = { low: -1, high: 1 };
    expect(barPath([1, -1], { scale, towards: "up", gap: 0 })).toBe("M0 0h1V0.5h-1zM1 0.5h1V1h-1z");
    expect(barPath([1, -1], { scale, towards: "right", gap: 0 })).toBe(
      "M0.5 0H1v1H0.5zM0 1H0.5v1H0z",
    );
  });
});

describe("tiles", () => {
  const tiles = tiling(256, { map: { width: 20, height: 20 }, room: 740 });
  test("as many columns as leave a tile wide enough", () => {
    expect([tiles.columns, tiles.rows]).toEqual([32, 8]);
    expect(tiling(256, { map: { width: 20, height: 20 }, room: 340 }).columns).toBe(16);
    expect(tiling(64, { map: { width: 80, height: 80 }, room: 740 }).columns).toBe(16);
    expect(tiling(5, { map: { width: 8, height: 8 }, room: 740 }).columns).toBe(5);
  });
  test("the tile at a tile's middle is that tile", () => {
    for (const index of [0, 31, 32, 255]) {
      const { x, y } = tilePlace(tiles, index);
      const middle = { x: (x + 10) / tiles.width, y: (y + 10) / tiles.height };
      expect(tileAt(tiles, { ...middle, count: 256 })).toBe(index);
      expect(tileAt(tiles, { ...middle, count: index })).toBeUndefined();
    }
  });
  test("every value is in its tile, and nothing between them", () => {
    const layout = tiling(2, { map: { width: 2, height: 1 }, room: 100 });
    const picture = tiledValues([Float32Array.of(1, 2), Float32Array.of(3, 4)], layout);
    expect([...picture]).toEqual([1, 2, NaN, 3, 4]);
  });
});

describe("curves", () => {
  const marks = curveMarks([-2, 0, 3], {
    outputs: [0, 0, 3],
    curve: (sum) => Math.max(0, sum),
    least: 1,
    width: 300,
    height: 200,
  });
  test("points lie inside the plot, at the network's own outputs", () => {
    const [off, zero, on] = marks.points;
    expect(off?.y).toBe(zero?.y);
    expect(on?.y).toBeCloseTo(marks.plot.top);
    expect(zero?.x).toBeCloseTo(marks.zero);
  });
  test("the nearest point", () => {
    const [, , on] = marks.points;
    expect(nearestPoint(marks.points, { x: (on?.x ?? 0) + 5, y: on?.y ?? 0 })).toBe(2);
    expect(nearestPoint([], { x: 0, y: 0 })).toBeUndefined();
  });
});

describe("a block", () => {
  const block = blockOf(trace, "P4");
  test("begins with a channel and a unit that have something to say", () => {
    const { hidden } = block.weights;
    expect(hidden[block.first.unit]).toBe(Math.max(...hidden));
  });
  test("as rows: every channel, then every unit", () => {
    const rows = blockRows(block);
    expect(rows).toHaveLength(128 + 8);
    expect(rows[5]).toMatchObject({ kind: "channel", squeeze: block.weights.squeeze[5] });
    expect(rows[130]).toMatchObject({ kind: "hidden unit", output: block.weights.hidden[2] });
  });
  test("a recalibrated map's mean is s times z", () => {
    const bars = miniBars(block, { versions: [trace, null] });
    const { squeeze: z, excitation: s } = block.weights;
    expect(bars[3]?.values[7]).toBeCloseTo((z[7] ?? 0) * (s[7] ?? 0), 6);
    expect(bars[4]?.caption).toBe("2 boxes");
  });
  test("a layer without channel weights is named", () => {
    expect(() => blockOf(trace, "9")).toThrow("Layer 9 has no channel weights");
  });
});
