import { describe, expect, test } from "vitest";
import {
  type Photo,
  ReadableError,
  clipBox,
  letterboxBox,
  unletterboxBox,
} from "../trace/index.ts";
import { fitLetterbox, letterbox } from "./letterbox.ts";

function photo(width: number, height: number, rgba: (x: number, y: number) => number[]): Photo {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) pixels.set(rgba(x, y), (y * width + x) * 4);
  return { name: "test.png", width, height, pixels };
}

const levels = ({ pixels }: { pixels: Float32Array }): number[] =>
  [...pixels].map((value) => Math.round(value * 255));

test.each<[string, [number, number], [number, number], number[]]>([
  ["landscape", [960, 780], [640, 640], [640, 520, 0, 60]],
  ["portrait", [300, 451], [640, 640], [426, 640, 107, 0]],
  ["an odd border, the larger half below", [100, 99], [64, 64], [64, 63, 0, 0]],
  ["upscaled", [10, 5], [64, 64], [64, 32, 0, 16]],
  ["not square", [741, 497], [320, 416], [416, 279, 0, 20]],
  ["halves rounded to even, as Python does", [64, 45], [32, 32], [32, 22, 0, 5]],
  ["a sliver keeps one pixel", [20000, 1], [640, 640], [640, 1, 0, 319]],
])("fits %s", (_, [width, height], [inputHeight, inputWidth], expected) => {
  const size = { height: inputHeight, width: inputWidth };
  const { innerWidth, innerHeight, left, top } = fitLetterbox({ width, height }, size);
  expect([innerWidth, innerHeight, left, top]).toEqual(expected);
});

test("at its own size a photograph stays what it is", () => {
  const same = photo(4, 4, (x, y) => [x * 60, y * 60, 7, 255]);
  const expected = Array.from({ length: 16 }, (_, i) => [(i % 4) * 60, (i >> 2) * 60, 7]).flat();
  expect(levels(letterbox(same, 4))).toEqual(expected);
});

test("padding is grey 114", () => {
  const { pixels, letterbox: box } = letterbox(
    photo(4, 2, () => [255, 255, 255, 255]),
    4,
  );
  expect(box).toMatchObject({ top: 1, left: 0, innerHeight: 2, innerWidth: 4 });
  expect([...new Set(levels({ pixels: pixels.slice(0, 12) }))]).toEqual([114]);
  expect([...new Set(levels({ pixels: pixels.slice(12, 36) }))]).toEqual([255]);
  expect([...new Set(levels({ pixels: pixels.slice(36) }))]).toEqual([114]);
});

test("doubling blends with half-pixel centres: 0, a quarter, three quarters, all", () => {
  const edge = photo(2, 2, (x) => [x * 200, 0, 0, 255]);
  const row = levels(letterbox(edge, 4)).filter((_, i) => i % 3 === 0);
  expect(row.slice(0, 4)).toEqual([0, 50, 150, 200]);
});

test("halving reads the two middle pixels and smooths no more", () => {
  const dots = photo(8, 8, (x) => [[0, 0, 0, 0, 0, 0, 80, 40][x] ?? 0, 0, 0, 255]);
  const row = levels(letterbox(dots, 4)).filter((_, i) => i % 3 === 0);
  expect(row.slice(0, 4)).toEqual([0, 0, 0, 60]);
});

test("transparency shows white", () => {
  const glass = photo(2, 2, (x) => [0, 0, 0, x === 0 ? 0 : 128]);
  expect(levels(letterbox(glass, 2)).slice(0, 6)).toEqual([255, 255, 255, 127, 127, 127]);
});

describe("boxes go into the input and back", () => {
  test.each([
    [960, 780],
    [300, 451],
    [1, 1],
    [20000, 3],
  ])("of a photograph of %s × %s", (width, height) => {
    const box = { left: width * 0.1, top: height * 0.2, right: width * 0.7, bottom: height };
    const fit = fitLetterbox({ width, height }, { width: 640, height: 640 });
    const inside = letterboxBox(box, fit);
    expect(inside.bottom).toBeLessThanOrEqual(640.001);
    const back = unletterboxBox(inside, fit);
    for (const side of ["left", "top", "right", "bottom"] as const)
      expect(back[side]).toBeCloseTo(box[side], 6);
  });

  test("and are clipped to the photograph", () => {
    const box = { left: -5, top: 3, right: 50, bottom: 40 };
    expect(clipBox(box, { width: 30, height: 20 })).toEqual({
      left: 0,
      top: 3,
      right: 30,
      bottom: 20,
    });
    const outside = { left: 50, top: 50, right: 60, bottom: 60 };
    expect(clipBox(outside, { width: 30, height: 20 })).toEqual({
      left: 30,
      top: 20,
      right: 30,
      bottom: 20,
    });
  });
});

test("refuses a photograph without pixels and a size that is none", () => {
  const empty: Photo = { name: "empty.png", width: 0, height: 5, pixels: new Uint8ClampedArray() };
  expect(() => letterbox(empty, 64)).toThrow(ReadableError);
  expect(() => letterbox(empty, 64)).toThrow("empty.png has no pixels");
  const one = photo(1, 1, () => [9, 9, 9, 255]);
  for (const size of [0, -32, 32.5, NaN, Infinity])
    expect(() => letterbox(one, size)).toThrow("The input size: expected whole numbers above 0");
});
