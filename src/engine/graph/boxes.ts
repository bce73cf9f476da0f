/** YOLOv5's and YOLOv8's decoded outputs → candidates, with the head scale and cell that each row stands for. */

import { type Detection, type Letterbox, clipBox, unletterboxBox } from "../../trace/index.ts";
import type { Output } from "./run.ts";

/** Where rows of an output come from: its layout, and the strides of its scales. */
export interface BoxLayout {
  readonly kind: "yolov5" | "yolov8";
  readonly rows: number;
  /** Numbers a row. */
  readonly width: number;
  /** In the order of the rows. */
  readonly strides: readonly number[];
  /** Boxes a cell. */
  readonly anchors: number;
}

interface Fit {
  readonly size: readonly [height: number, width: number];
  readonly letterbox: Letterbox;
  readonly photo: { readonly width: number; readonly height: number };
  className(index: number): string;
}

const leastConfidence = 0.01;
const mostCandidates = 3000;
const scalesOf = [
  [8, 16, 32],
  [8, 16, 32, 64],
];

/**
 * Returns how an output's rows lie, undefined where it is no YOLO's: [1, N, 5 + classes] with three boxes a cell
 * (YOLOv5), or [1, 4 + classes, N] with one (YOLOv8), where N is the number of boxes of such an input.
 */
export function boxLayout(
  shape: readonly number[],
  [height, width]: readonly [number, number],
): BoxLayout | undefined {
  const [first = 0, second = 0] = shape.filter((size, at) => at > 0 || size !== 1);
  if (shape.length < 2 || shape.length > 4) return undefined;
  for (const strides of scalesOf) {
    const cells = strides.reduce(
      (sum, stride) => sum + Math.ceil(height / stride) * Math.ceil(width / stride),
      0,
    );
    if (first === 3 * cells && second >= 6)
      return { kind: "yolov5", rows: first, width: second, strides, anchors: 3 };
    if (second === cells && first >= 5)
      return { kind: "yolov8", rows: second, width: first, strides, anchors: 1 };
  }
  return undefined;
}

/** Returns the boxes of at least 1 % confidence, best first; a box has its best class alone, as in YOLOv5. */
export function candidatesOf({ values }: Output, layout: BoxLayout, fit: Fit): Detection[] {
  const { kind, rows, width, anchors } = layout;
  const number = (row: number, column: number): number =>
    (kind === "yolov5" ? values[row * width + column] : values[column * rows + row]) ?? 0;
  const isShare = areShares(rows, number);
  const places = placesOf(layout, fit.size);
  const byAnchor = kind === "yolov5" && isAnchorFirst({ layout, places, number, isShare, fit });
  const first = kind === "yolov5" ? 5 : 4;
  const found: Detection[] = [];
  for (let row = 0; row < rows; row++) {
    const objectness = kind === "yolov5" ? number(row, 4) : undefined;
    if (objectness !== undefined && !(objectness >= leastConfidence)) continue;
    let best = first;
    for (let column = first + 1; column < width; column++)
      if (number(row, column) > number(row, best)) best = column;
    const classProbability = number(row, best);
    const confidence = (objectness ?? 1) * classProbability;
    if (!(confidence >= leastConfidence)) continue;
    const { scale, stride, cell, anchor } = places.at(row, byAnchor);
    const [x, y, w, h] = [0, 1, 2, 3].map(
      (column) => number(row, column) * (isShare ? (fit.size[1 - (column % 2)] ?? 1) : 1),
    );
    const inInput = edges(x ?? 0, y ?? 0, w ?? 0, h ?? 0);
    const whole = unletterboxBox(inInput, fit.letterbox);
    const box = clipBox(whole, fit.photo);
    const isCut = (["left", "top", "right", "bottom"] as const).some((e) => box[e] !== whole[e]);
    const place = `${scale}/${String(cell.row)}/${String(cell.column)}`;
    found.push({
      id: anchors > 1 ? `${place}/${String(anchor)}` : place,
      box,
      ...(isCut && { unclipped: whole }),
      classIndex: best - first,
      className: fit.className(best - first),
      confidence,
      ...(objectness !== undefined && { objectness }),
      classProbability,
      headScale: scale,
      stride,
      cell,
    });
  }
  return found.sort((a, b) => b.confidence - a.confidence).slice(0, mostCandidates);
}

function edges(x: number, y: number, w: number, h: number): Detection["box"] {
  return { left: x - w / 2, top: y - h / 2, right: x + w / 2, bottom: y + h / 2 };
}

/** Exporters write boxes in shares of the input or in pixels: no box of shares is far wider than 1. */
function areShares(rows: number, number: (row: number, column: number) => number): boolean {
  let largest = 0;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < 4; column++) largest = Math.max(largest, number(row, column));
  return largest <= 4;
}

interface Place {
  readonly scale: `P${number}`;
  readonly stride: number;
  readonly cell: { readonly row: number; readonly column: number };
  readonly anchor: number;
}

function placesOf({ strides, anchors }: BoxLayout, [height, width]: readonly [number, number]) {
  const grids = strides.map((stride) => ({
    stride,
    columns: Math.ceil(width / stride),
    cells: Math.ceil(height / stride) * Math.ceil(width / stride),
  }));
  return {
    at(row: number, byAnchor: boolean): Place {
      let left = row;
      for (const { stride, columns, cells } of grids) {
        if (left < cells * anchors) {
          const cell = byAnchor ? left % cells : Math.floor(left / anchors);
          const anchor = byAnchor ? Math.floor(left / cells) : left % anchors;
          return {
            scale: `P${Math.round(Math.log2(stride))}`,
            stride,
            cell: { row: Math.floor(cell / columns), column: cell % columns },
            anchor,
          };
        }
        left -= cells * anchors;
      }
      throw new RangeError(`row ${String(row)} lies behind the last scale`);
    },
  };
}

/**
 * YOLOv5's exporters differ in their order, anchor by anchor or cell by cell. A centre lies at most one and a half
 * cells from its own cell's corner: the order under which fewer centres lie outside is the file's.
 */
function isAnchorFirst({
  layout,
  places,
  number,
  isShare,
  fit: {
    size: [height, width],
  },
}: {
  readonly layout: BoxLayout;
  readonly places: ReturnType<typeof placesOf>;
  number(row: number, column: number): number;
  readonly isShare: boolean;
  readonly fit: Pick<Fit, "size">;
}): boolean {
  const outside = [false, true].map((byAnchor) => {
    let count = 0;
    for (let row = 0; row < layout.rows; row++) {
      const { stride, cell } = places.at(row, byAnchor);
      const x = (number(row, 0) * (isShare ? width : 1)) / stride - cell.column;
      const y = (number(row, 1) * (isShare ? height : 1)) / stride - cell.row;
      if (x < -0.51 || x > 1.51 || y < -0.51 || y > 1.51) count++;
    }
    return count;
  });
  return (outside[1] ?? 0) < (outside[0] ?? 0);
}
