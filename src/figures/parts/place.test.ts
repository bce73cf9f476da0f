import { expect, test } from "vitest";
import { testTrace } from "../testing/trace.ts";
import { cellAt, cellBox, cellsOnPhoto, mapArea, nextCell } from "./place.ts";

// 320 × 240 in 640 × 640: twice the size, 80 pixels from the top and from the bottom.
const trace = testTrace();
const { letterbox } = trace;
const grid = { width: 40, height: 40 };

test("the map reaches over the photograph by the letterbox's borders", () => {
  expect(mapArea(letterbox)).toEqual({ left: -0, top: -80 / 480, width: 1, height: 640 / 480 });
});

test("the cell under a place", () => {
  expect(cellAt(letterbox, grid, { x: 0, y: 0 })).toEqual({ row: 5, column: 0 });
  expect(cellAt(letterbox, grid, { x: 0.5, y: 0.5 })).toEqual({ row: 20, column: 20 });
  expect(cellAt(letterbox, grid, { x: 1, y: 1 })).toEqual({ row: 35, column: 39 });
});

test("a cell covers stride pixels of the input, cut off at the photograph", () => {
  expect(cellBox(trace, grid, { row: 5, column: 1 })).toEqual({
    left: 8,
    top: 0,
    right: 16,
    bottom: 8,
  });
  const coarse = { width: 20, height: 20 };
  expect(cellBox(trace, coarse, { row: 2, column: 0 })).toEqual({
    left: 0,
    top: 0,
    right: 16,
    bottom: 8,
  });
});

test("the cell in the middle of a cell's box is that cell", () => {
  for (const cell of cellsOnPhoto(letterbox, grid)) {
    const { left, top, right, bottom } = cellBox(trace, grid, cell);
    const place = { x: (left + right) / 2 / 320, y: (top + bottom) / 2 / 240 };
    expect(cellAt(letterbox, grid, place)).toEqual(cell);
  }
  expect(cellsOnPhoto(letterbox, grid)).toHaveLength(30 * 40);
});

test("arrow keys start in the middle and stay on the photograph", () => {
  expect(nextCell(letterbox, grid, { from: undefined, key: "ArrowUp" })).toEqual({
    row: 20,
    column: 20,
  });
  const corner = { row: 5, column: 0 };
  expect(nextCell(letterbox, grid, { from: corner, key: "ArrowUp" })).toEqual(corner);
  expect(nextCell(letterbox, grid, { from: corner, key: "ArrowDown" })).toEqual({
    row: 6,
    column: 0,
  });
  expect(nextCell(letterbox, grid, { from: corner, key: "Enter" })).toBeUndefined();
});
