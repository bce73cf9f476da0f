import { describe, expect, test } from "vitest";
import type { HeatMap, Letterbox } from "../../trace/index.ts";
import { rankCorrelation, ranks } from "../rank-correlation.ts";
import { areaUnder, curveOf, stepCounts } from "./curve.ts";
import { dropsAsMap, slideOver } from "./occlusion.ts";
import { channelsOf, heatOf, largestFirst, patchesOver, randomOrder } from "./order.ts";

/** A photograph of 320 by 200 pixels in the middle of a square. */
const letterbox: Letterbox = {
  ...{ width: 320, height: 320, scale: 1 },
  ...{ left: 0, top: 60, innerWidth: 320, innerHeight: 200 },
};

describe("rank correlation", () => {
  test.each([
    [[1, 2, 3], [10, 20, 900], 1],
    [[1, 2, 3], [3, 2, 1], -1],
    [[1, 2, 3, 4], [1, 3, 2, 4], 0.8],
    // By hand: ranks 0, 1.5, 1.5, 3 and 0, 1, 2, 3 give 4.5 / √(4.5 · 5).
    [[0, 5, 5, 9], [1, 2, 3, 4], 4.5 / Math.sqrt(22.5)],
  ])("of %j and %j is %f", (a, b, wanted) => {
    expect(rankCorrelation(a, b)).toBeCloseTo(wanted, 10);
    expect(rankCorrelation(b, a)).toBeCloseTo(wanted, 10);
  });

  test("is nothing where nothing varies or fits", () => {
    for (const [a, b] of [
      [
        [1, 1],
        [1, 2],
      ],
      [[1], [2]],
      [
        [1, 2],
        [1, 2, 3],
      ],
      [
        [1, NaN],
        [1, 2],
      ],
    ] as const)
      expect(rankCorrelation(a, b)).toBeNaN();
    expect([...ranks([7, -1, 7])]).toEqual([1.5, 0, 1.5]);
  });
});

describe("occlusion", () => {
  test("slides over all of the photograph and not where there is none of it", () => {
    const slide = slideOver(letterbox, { patch: 64, stride: 32 });
    expect(slide).toMatchObject({ rows: 10, columns: 10 });
    // Rows from y = 0, which reaches to 64, to y = 256, which begins before 260.
    expect(slide.patches).toHaveLength(9 * 9);
    expect(slide.patches[0]).toEqual({ left: 0, top: 0, right: 64, bottom: 64 });
    const flat = slideOver({ ...letterbox, top: 128, innerHeight: 32 }, { patch: 64, stride: 64 });
    expect(flat.patches.map(({ top }) => top)).toEqual([128, 128, 128, 128, 128]);
    expect(slideOver(letterbox)).toMatchObject({ patch: 64, stride: 32 });
    for (const side of [32, 64, 96, 224, 416, 640]) {
      const { patch, stride } = slideOver({ ...letterbox, width: side, height: side });
      expect([patch % stride, side % stride, patch <= side]).toEqual([0, 0, true]);
    }
  });

  test.each([
    [{ patch: 60, stride: 32 }],
    [{ patch: 64, stride: 48 }],
    [{ patch: 0 }],
    [{ patch: 640 }],
    [{ patch: 64, stride: 0.5 }],
    [{ patch: NaN }],
  ])("refuses %j", (options) => {
    expect(() => slideOver(letterbox, options)).toThrow("The grey square can't slide");
  });

  test("a cell has the mean of the squares that covered it", () => {
    const square = { ...letterbox, ...{ width: 64, height: 64, top: 0, left: 0 } };
    const slide = slideOver(
      { ...square, innerWidth: 64, innerHeight: 64 },
      { patch: 32, stride: 16 },
    );
    const map = dropsAsMap(
      slide,
      slide.patches.map(({ left, top }) => left + 10 * top),
    );
    expect([map.rows, map.columns]).toEqual([4, 4]);
    const at = (row: number, column: number): number | undefined => map.values[row * 4 + column];
    expect([at(0, 0), at(0, 1), at(0, 3)]).toEqual([0, 8, 32]);
    expect(at(1, 1)).toBe(8 + 80);
    const apart = slideOver(
      { ...square, innerWidth: 16, innerHeight: 16 },
      { patch: 16, stride: 16 },
    );
    expect([...dropsAsMap(apart, [3]).values]).toEqual([3, ...new Array<number>(15).fill(0)]);
  });
});

describe("orders", () => {
  const map: HeatMap = {
    ...{ method: "gradCam", detection: "", target: "confidence", layer: "P5", signed: false },
    ...{ rows: 2, columns: 2, values: Float32Array.of(0, 1, 2, 3), letterbox, meaning: "" },
  };

  test("patches cover the photograph once", () => {
    const patches = patchesOver(letterbox, 7);
    const area = patches.reduce((sum, p) => sum + (p.right - p.left) * (p.bottom - p.top), 0);
    expect(area).toBe(320 * 200);
    expect(patches).toHaveLength(7 * 5);
    expect(patches.at(-1)).toEqual({ left: 276, top: 244, right: 320, bottom: 260 });
  });

  test("the heat of a patch is the mean of what it covers", () => {
    const patches = [
      { left: 0, top: 0, right: 160, bottom: 160 },
      { left: 0, top: 0, right: 320, bottom: 320 },
      { left: 120, top: 0, right: 200, bottom: 10 },
      { left: 150, top: 0, right: 190, bottom: 10 },
    ];
    for (const [i, wanted] of [0, 1.5, 0.5, 0.75].entries())
      expect(heatOf(map, patches)[i]).toBeCloseTo(wanted, 10);
  });

  test("largest first, and the same random order for the same seed", () => {
    expect(largestFirst([1, 5, 3, 5])).toEqual([1, 3, 2, 0]);
    expect(randomOrder(50, 1)).toEqual(randomOrder(50, 1));
    expect(randomOrder(50, 1)).not.toEqual(randomOrder(50, 2));
    expect(randomOrder(50, 1).toSorted((a, b) => a - b)).toEqual(largestFirst(new Uint8Array(50)));
  });

  test("channels of an attribution with their numbers", () => {
    const layers = new Map([
      ["P3", Float32Array.of(1, 2)],
      ["P5", Float32Array.of(-1)],
    ]);
    const { channels, scores } = channelsOf({ layers });
    expect(channels.map(({ layer, channel }) => `${layer} ${String(channel)}`)).toEqual([
      "P3 0",
      "P3 1",
      "P5 0",
    ]);
    expect([...scores]).toEqual([1, 2, -1]);
  });
});

describe("curves", () => {
  test("steps go from none to all", () => {
    expect(stepCounts(10, 4)).toEqual([0, 3, 5, 8, 10]);
    expect(stepCounts(2, 16)).toEqual([0, 1, 2]);
  });

  test("the area is the mean, and several orders are averaged", () => {
    expect(areaUnder([0, 0.5, 1], [1, 0.5, 0])).toBe(0.5);
    expect(areaUnder([0, 0.25, 1], [4, 4, 4])).toBe(4);
    const about = {
      of: "patches",
      method: "random",
      target: "confidence",
      detection: "a",
    } as const;
    const curve = curveOf(about, {
      counts: [0, 1, 4],
      runs: [
        { deletion: [1, 0, 0], insertion: [0, 1, 1] },
        { deletion: [1, 1, 0], insertion: [0, 0, 1] },
      ],
    });
    expect(curve).toMatchObject({ ...about, orders: 2 });
    expect([...curve.shares]).toEqual([0, 0.25, 1]);
    expect([...curve.deletion]).toEqual([1, 0.5, 0]);
    expect([...(curve.bands?.insertion.low ?? [])]).toEqual([0, 0, 1]);
    expect([...(curve.bands?.insertion.high ?? [])]).toEqual([0, 1, 1]);
    expect(curve.deletionArea).toBeCloseTo(0.1875 + 0.1875, 6);
    expect(curve.insertionArea).toBeCloseTo(0.0625 + 0.5625, 6);
  });
});
