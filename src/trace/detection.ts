/** What the network found, and where in the network it was found. */

import type { HeadScale } from "./layer.ts";

/** A box in pixels of the photograph; left < right, top < bottom. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** One box that Detect gave, with its origin. Every probability is in (0, 1). */
export interface Detection {
  /** Unique in its trace and the same for the same origin: "P4/12/7/1" is scale, row, column, anchor if any. */
  readonly id: string;
  readonly box: Box;
  /** The box before it was clipped to the photograph, where that changed it; NMS compares these. */
  readonly unclipped?: Box;
  readonly classIndex: number;
  readonly className: string;
  /** objectness · class probability; the class probability alone where the head has no objectness. */
  readonly confidence: number;
  /** Undefined where the head has none, as YOLOv8's. */
  readonly objectness?: number;
  readonly classProbability: number;
  readonly headScale: HeadScale;
  readonly stride: number;
  /** Cell of the head's grid. */
  readonly cell: { readonly row: number; readonly column: number };
  /** Which of the scale's anchors, and its size in input pixels; undefined where the head has none. */
  readonly anchor?: { readonly index: number; readonly width: number; readonly height: number };
}

/** What is kept of the candidates. */
export interface DetectionThresholds {
  /** Least confidence, in 0..1. */
  readonly confidence: number;
  /** Largest overlap (intersection over union) of two kept boxes of one class, in 0..1. */
  readonly iou: number;
  /** Most boxes kept. */
  readonly limit: number;
}

/** YOLOv5 v6.0's own thresholds for detection. */
export const defaultThresholds: DetectionThresholds = { confidence: 0.25, iou: 0.45, limit: 300 };
