/** Between a map's cells and the photograph, letterbox borders cut off; in shares of the photograph. */

import {
  type Box,
  clipBox,
  type Letterbox,
  type Photo,
  unletterboxBox,
} from "../../trace/index.ts";

/** Rows and columns of a map. */
export interface Grid {
  readonly height: number;
  readonly width: number;
}

/** One cell of a map. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** A rectangle whose numbers are shares of the photograph's width and height. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Returns where a whole map lies over the photograph; its borders reach outside. */
export function mapArea({ left, top, width, height, innerWidth, innerHeight }: Letterbox): Area {
  return {
    left: -left / innerWidth,
    top: -top / innerHeight,
    width: width / innerWidth,
    height: height / innerHeight,
  };
}

/** Returns the cell under a place on the photograph. */
export function cellAt(
  letterbox: Letterbox,
  { width, height }: Grid,
  place: { readonly x: number; readonly y: number },
): Cell {
  const area = mapArea(letterbox);
  const along = (share: number, cells: number): number =>
    Math.max(0, Math.min(cells - 1, Math.floor(share * cells)));
  return {
    row: along((place.y - area.top) / area.height, height),
    column: along((place.x - area.left) / area.width, width),
  };
}

/** Returns what a cell covers, in pixels of the photograph. */
export function cellBox(
  { letterbox, photo }: { readonly letterbox: Letterbox; readonly photo: Photo },
  grid: Grid,
  { row, column }: Cell,
): Box {
  const width = letterbox.width / grid.width;
  const height = letterbox.height / grid.height;
  const box = {
    left: column * width,
    top: row * height,
    right: (column + 1) * width,
    bottom: (row + 1) * height,
  };
  return clipBox(unletterboxBox(box, letterbox), photo);
}

/** Returns the cells that show some of the photograph, row by row: the borders' cells are left out. */
export function cellsOnPhoto(letterbox: Letterbox, grid: Grid): Cell[] {
  const first = cellAt(letterbox, grid, { x: 0, y: 0 });
  const last = cellAt(letterbox, grid, { x: 1 - 1e-9, y: 1 - 1e-9 });
  const cells: Cell[] = [];
  for (let row = first.row; row <= last.row; row++) {
    for (let column = first.column; column <= last.column; column++) cells.push({ row, column });
  }
  return cells;
}

/** Returns the neighbouring cell that an arrow key leads to, on the photograph; undefined for other keys. */
export function nextCell(
  letterbox: Letterbox,
  grid: Grid,
  { from, key }: { readonly from: Cell | undefined; readonly key: string },
): Cell | undefined {
  const steps: Readonly<Record<string, readonly [down: number, right: number]>> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  };
  const step = steps[key];
  if (!step) return undefined;
  if (!from) return cellAt(letterbox, grid, { x: 0.5, y: 0.5 });
  const first = cellAt(letterbox, grid, { x: 0, y: 0 });
  const last = cellAt(letterbox, grid, { x: 1 - 1e-9, y: 1 - 1e-9 });
  return {
    row: Math.max(first.row, Math.min(last.row, from.row + step[0])),
    column: Math.max(first.column, Math.min(last.column, from.column + step[1])),
  };
}
