/** The cells of a heat map, as they lie on the photograph. */

import type { HeatMap } from "../../trace/index.ts";
import { type Cell, cellAt, cellsOnPhoto, type Grid } from "../parts/place.ts";

/** A cell with its number. */
export interface HeatCell extends Cell {
  readonly value: number;
}

/** Returns the rows and columns of a heat map as other figures write them. */
export function gridOf({ rows, columns }: HeatMap): Grid {
  return { height: rows, width: columns };
}

/** Returns the cells that show some of the photograph, row by row. */
export function cellsOf(map: HeatMap): HeatCell[] {
  return cellsOnPhoto(map.letterbox, gridOf(map)).map((cell) => ({
    ...cell,
    value: valueOf(map, cell),
  }));
}

/** Returns the cell under a place on the photograph, in shares of its width and height. */
export function heatAt(map: HeatMap, place: { readonly x: number; readonly y: number }): HeatCell {
  const cell = cellAt(map.letterbox, gridOf(map), place);
  return { ...cell, value: valueOf(map, cell) };
}

/** Returns the middle of a cell on the photograph, in shares of its width and height, inside it. */
export function middleOf(
  { letterbox, ...map }: HeatMap,
  { row, column }: Cell,
): {
  readonly x: number;
  readonly y: number;
} {
  const inside = (share: number): number => Math.min(1 - 1e-9, Math.max(0, share));
  const x = ((column + 0.5) * letterbox.width) / map.columns - letterbox.left;
  const y = ((row + 0.5) * letterbox.height) / map.rows - letterbox.top;
  return { x: inside(x / letterbox.innerWidth), y: inside(y / letterbox.innerHeight) };
}

function valueOf({ values, columns }: HeatMap, { row, column }: Cell): number {
  return values[row * columns + column] ?? NaN;
}
