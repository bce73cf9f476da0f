/** YOLOv5's and YOLOv8's outputs: boxes, scales and cells, whatever the exporter's order and units. */

import { expect, test } from "vitest";
import { suppress } from "../../trace/index.ts";
import { meaningOf } from "./answers.ts";
import { boxLayout, candidatesOf } from "./boxes.ts";
import type { Output } from "./run.ts";

const size = [64, 96] as const;
const strides = [8, 16, 32];
const cells = strides.map((stride) => ({
  ...{ stride, rows: size[0] / stride, columns: size[1] / stride },
}));
const count = cells.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
const fit = {
  size,
  letterbox: {
    width: 96,
    height: 64,
    scale: 0.5,
    left: 0,
    top: 0,
    innerWidth: 96,
    innerHeight: 64,
  },
  photo: { width: 192, height: 128 },
  className: (index: number) => ["cat", "dog"][index] ?? "",
};

/** Every row has its centre a quarter into its cell; one, on P4 in row 2, column 3, anchor 1, is a dog. */
function yolov5(order: "cells" | "anchors", unit: "pixels" | "shares"): Output {
  const rows: number[][] = [];
  const [across, down] = unit === "shares" ? [size[1], size[0]] : [1, 1];
  for (const grid of cells) {
    const every: number[][] = [];
    for (let row = 0; row < grid.rows; row++)
      for (let column = 0; column < grid.columns; column++)
        for (let anchor = 0; anchor < 3; anchor++) {
          const isDog = grid.stride === 16 && row === 2 && column === 3 && anchor === 1;
          const x = (column + 0.25) * grid.stride;
          const y = (row + 0.25) * grid.stride;
          const box = [x / across, y / down, 20 / across, 10 / down];
          every.push([...box, isDog ? 0.9 : 0.001, 0.1, isDog ? 0.8 : 0.1, anchor]);
        }
    if (order === "anchors") every.sort((a, b) => (a.at(-1) ?? 0) - (b.at(-1) ?? 0));
    rows.push(...every.map((one) => one.slice(0, -1)));
  }
  return { name: "out", shape: [1, 3 * count, 7], values: Float32Array.from(rows.flat()) };
}

test.each([
  ["cells", "pixels"],
  ["cells", "shares"],
  ["anchors", "pixels"],
  ["anchors", "shares"],
] as const)("YOLOv5, %s first, in %s", (order, unit) => {
  const output = yolov5(order, unit);
  const layout = boxLayout(output.shape, size);
  if (layout?.kind !== "yolov5") throw new Error("not recognised");
  const [found, ...rest] = candidatesOf(output, layout, fit);
  expect(rest).toEqual([]);
  expect(found).toMatchObject({
    ...{
      id: "P4/2/3/1",
      className: "dog",
      headScale: "P4",
      stride: 16,
      cell: { row: 2, column: 3 },
    },
  });
  expect(found?.objectness).toBeCloseTo(0.9);
  expect(found?.confidence).toBeCloseTo(0.72);
  // Centre (52, 36) and size 20 × 10 in the input; twice that on the photograph.
  expect(found?.box.left).toBeCloseTo(84, 3);
  expect(found?.box.bottom).toBeCloseTo(82, 3);
});

test("YOLOv8: numbers of one kind together, no objectness; a weaker box over the same thing is dropped", () => {
  const values = new Float32Array(6 * count);
  const put = (row: number, numbers: readonly number[]): void => {
    numbers.forEach((value, k) => (values[k * count + row] = value));
  };
  // The first rows are P3's 8 × 12 cells.
  put(14, [0.2, 0.2, 0.1, 0.1, 0.7, 0.1]);
  put(15, [0.2, 0.2, 0.1, 0.11, 0.6, 0.1]);
  const output = { name: "out", shape: [1, 6, count], values };
  const meaning = meaningOf([output], size);
  if (meaning.kind !== "boxes") throw new Error("not recognised");
  const found = candidatesOf(output, meaning.layout, fit);
  expect(found.map(({ id }) => id)).toEqual(["P3/1/2", "P3/1/3"]);
  expect(found[0]).toMatchObject({
    className: "cat",
    headScale: "P3",
    cell: { row: 1, column: 2 },
  });
  expect(found[0]?.objectness).toBeUndefined();
  expect(found[0]?.box.left).toBeCloseTo((0.2 - 0.05) * 192, 2);
  expect(suppress(found)).toHaveLength(1);
});

test("a vector is classes, a map a mask, anything else numbers", () => {
  const output = (shape: readonly number[], values: readonly number[]): Output => ({
    ...{ name: "out", shape, values: Float32Array.from(values) },
  });
  const answer = (one: Output) => {
    const meaning = meaningOf([one], size);
    return meaning.kind === "answer" ? meaning.answer : undefined;
  };
  expect(answer(output([1, 2], [0.25, 0.75]))).toMatchObject({ softmaxAdded: false });
  const logits = answer(output([1, 1, 1, 2], [0, Math.log(3)]));
  if (logits?.kind !== "classes") throw new Error("no classes");
  expect(logits.softmaxAdded).toBe(true);
  expect(logits.probabilities[1]).toBeCloseTo(0.75);
  expect(answer(output([1, 32, 48, 2], []))).toMatchObject({ kind: "mask", channels: 2 });
  expect(answer(output([1, 32, 48], []))).toMatchObject({ kind: "mask", channels: 1 });
  expect(answer(output([1, 100, 6], []))).toMatchObject({ kind: "numbers" });
  // 1,000 classes are no mask, and 85 numbers for some other count of boxes no YOLO's.
  expect(answer(output([1, 1000, 85], []))).toMatchObject({ kind: "numbers" });
});
