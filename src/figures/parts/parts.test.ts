import { rgb } from "d3";
import { describe, expect, test } from "vitest";
import { ReadableError } from "../../trace/index.ts";
import { attempt } from "./attempt.ts";
import { divergingColour, headScaleColour, magnitudeRamp, rampTable } from "./colours.ts";
import { rasterise } from "./raster.ts";
import { fileName } from "./save/save.ts";
import { existing, extended, sameSelection, toggled } from "./selection.ts";
import { tooltipPlace } from "./tooltip.ts";

describe("selection", () => {
  test("keeps the order in which channels came, each once", () => {
    expect(toggled([3, 1], 2)).toEqual([3, 1, 2]);
    expect(toggled([3, 1, 2], 1)).toEqual([3, 2]);
    expect(extended([3, 1], [1, 5, 3, 4])).toEqual([3, 1, 5, 4]);
  });
  test("drops what is not there, and stays the same array where nothing is dropped", () => {
    const selection = [5, 63];
    expect(existing(selection, 64)).toBe(selection);
    expect(existing([5, 64, -1, 1.5, Number.NaN], 64)).toEqual([5]);
  });
  test.each([
    [[1, 2], [1, 2], true],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [[], [], true],
    [[], undefined, false],
  ])("%j and %j are the same: %s", (a, b, same) => {
    expect(sameSelection(a, b)).toBe(same);
  });
});

describe("raster", () => {
  const table = Uint8ClampedArray.of(0, 0, 0, 255, 100, 0, 0, 255, 200, 0, 0, 255);
  test("the range's ends get the table's ends, and what is outside too", () => {
    const pixels = rasterise(Float32Array.of(-9, -1, 0, 1, 9), { low: -1, high: 1, table });
    expect([0, 1, 2, 3, 4].map((i) => pixels[i * 4])).toEqual([0, 0, 100, 200, 200]);
    expect(pixels[3]).toBe(255);
  });
  test("what is not a number is transparent", () => {
    expect([...rasterise(Float32Array.of(Number.NaN), { low: 0, high: 1, table })]).toEqual([
      0, 0, 0, 0,
    ]);
  });
  test("a range without extent still has a colour", () => {
    expect(rasterise(Float32Array.of(2), { low: 2, high: 2, table })[3]).toBe(255);
  });
});

describe("colours", () => {
  test("the ramp grows lighter from end to end", () => {
    const table = rampTable(magnitudeRamp, { size: 32 });
    const light = Array.from({ length: 32 }, (_, i) => {
      const [r = 0, g = 0, b = 0] = table.slice(i * 4, i * 4 + 3);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    });
    expect(light).toEqual([...light].sort((a, b) => a - b));
    const { r, g, b } = rgb(magnitudeRamp(1));
    expect([...table.slice(-4)]).toEqual([r, g, b, 255]);
  });
  test("neutral differs from raised and lowered", () => {
    expect(divergingColour(0)).toContain("0%, var(--neutral)");
    expect(divergingColour(2)).toContain("var(--raised) 100%");
    expect(divergingColour(-1)).toContain("var(--lowered) 100%");
  });
  test("a head scale has its hue", () => {
    expect(headScaleColour("P4")).toBe("var(--p4, var(--other-layer))");
    expect(headScaleColour(undefined)).toBe("var(--other-layer)");
  });
});

describe("tooltip", () => {
  const tooltip = { width: 100, height: 80 };
  const container = { width: 400, height: 200 };
  test.each([
    ["right of the point", { x: 50, y: 100 }, { left: 64, top: 60 }],
    ["left of it where the right is too narrow", { x: 350, y: 100 }, { left: 236, top: 60 }],
    ["not above the container", { x: 50, y: 5 }, { left: 64, top: 0 }],
    ["not below it", { x: 50, y: 199 }, { left: 64, top: 120 }],
  ])("%s", (_, place, expected) => {
    expect(tooltipPlace(place, { container, tooltip })).toEqual(expected);
  });
  test("below a container that is too narrow", () => {
    const narrow = { width: 150, height: 200 };
    expect(tooltipPlace({ x: 75, y: 100 }, { container: narrow, tooltip })).toEqual({
      left: 25,
      top: 207,
    });
  });
});

test("a computation that fails is a problem and not an exception", () => {
  const problem = new ReadableError({ what: "No" });
  expect(attempt(() => 3)).toEqual({ value: 3 });
  expect(
    attempt(() => {
      throw problem;
    }).problem,
  ).toBe(problem);
});

test.each([
  ["detections wall.jpg", "detections-wall"],
  ["channel weights P4 my photo: 1/2 é.jpeg", "channel-weights-P4-my-photo-1-2-é"],
  ["../..", "figure"],
])("%s is saved as %s", (name, file) => {
  expect(fileName(name)).toBe(file);
});
