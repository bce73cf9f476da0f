/** Non-maximum suppression as YOLOv5 v6.0 does it: per class, best first, on plain data. */

import {
  type Box,
  type Detection,
  type DetectionThresholds,
  defaultThresholds,
} from "./detection.ts";

/**
 * Returns the candidates that survive, best first: confidence above the threshold, no kept box of the
 * same class overlapping by more than `iou`, at most `limit`. The candidates are not changed.
 */
export function suppress(
  candidates: readonly Detection[],
  thresholds: Partial<DetectionThresholds> = {},
): Detection[] {
  const { confidence, iou, limit } = { ...defaultThresholds, ...thresholds };
  const queue = candidates
    .filter((candidate) => candidate.confidence > confidence)
    .sort((a, b) => b.confidence - a.confidence);
  const kept: Detection[] = [];
  for (const candidate of queue) {
    if (kept.length >= limit) break;
    const covered = kept.some(
      (better) =>
        better.classIndex === candidate.classIndex &&
        overlap(whole(better), whole(candidate)) > iou,
    );
    if (!covered) kept.push(candidate);
  }
  return kept;
}

// YOLOv5 clips after NMS: what lies outside the photograph counts for the overlap.
function whole({ box, unclipped }: Detection): Box {
  return unclipped ?? box;
}

/** Returns the intersection over union of two boxes, in 0..1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (area(a) + area(b) - shared);
}

function area(box: Box): number {
  return (box.right - box.left) * (box.bottom - box.top);
}
