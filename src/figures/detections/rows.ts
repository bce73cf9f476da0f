/** Detections → the rows of a table. */

import type { Detection } from "../../trace/index.ts";
import type { Row } from "../parts/save/save.ts";

/** Returns one row a detection; boxes in pixels of the photograph, anchors in pixels of the input. */
export function detectionRows(detections: readonly Detection[]): Row[] {
  return detections.map((d) => ({
    id: d.id,
    class: d.className,
    confidence: d.confidence,
    objectness: d.objectness,
    class_probability: d.classProbability,
    head_scale: d.headScale,
    stride: d.stride,
    cell_row: d.cell.row,
    cell_column: d.cell.column,
    anchor: d.anchor?.index,
    anchor_width: d.anchor?.width,
    anchor_height: d.anchor?.height,
    left: d.box.left,
    top: d.box.top,
    right: d.box.right,
    bottom: d.box.bottom,
  }));
}
