/** Writes inspections down: as tables for a person, as JSON for a script. */

import type { ChannelWeights, Detection, DetectionThresholds, Model } from "../trace/index.ts";
import type { Inspection } from "./run.ts";

/** Returns one JSON document of all photographs. */
export function jsonReport(
  inspections: readonly Inspection[],
  model: Model,
  thresholds: Pick<DetectionThresholds, "confidence" | "iou">,
): string {
  const photos = inspections.map(({ photo, letterbox, detections, seLayers }) => ({
    name: photo.name,
    width: photo.width,
    height: photo.height,
    letterbox,
    detections,
    seLayers: Object.fromEntries(
      [...seLayers].map(([key, { squeeze, hidden, excitation }]) => [
        key,
        { squeeze: [...squeeze], hidden: [...hidden], excitation: [...excitation] },
      ]),
    ),
  }));
  return JSON.stringify({ model: model.name, thresholds, photos }, undefined, 1);
}

/** Returns a photograph's detections and what its SE layers did as two tables. */
export function textReport({ photo, letterbox, detections, seLayers }: Inspection): string {
  const heading = `${photo.name}, ${size(photo)}, read at ${size(letterbox)}`;
  const found =
    detections.length === 0
      ? "Nothing was found."
      : table(
          ["class", "confidence", "scale", "cell", "left", "top", "right", "bottom"],
          detections.map(detectionRow),
        );
  const weights =
    seLayers.size === 0
      ? "The network has no SE layer."
      : table(
          ["SE layer", "channels", "least s", "mean s", "largest s", "hidden at 0"],
          [...seLayers].map(([key, layer]) => [key, ...layerRow(layer)]),
        );
  return `${heading}\n\n${found}\n\n${weights}\n`;
}

function detectionRow({ className, confidence, headScale, cell, box }: Detection): string[] {
  const sides = [box.left, box.top, box.right, box.bottom].map((side) => side.toFixed(1));
  return [
    className,
    confidence.toFixed(3),
    headScale,
    `${String(cell.row)}, ${String(cell.column)}`,
    ...sides,
  ];
}

function layerRow({ hidden, excitation }: ChannelWeights): string[] {
  const mean = excitation.reduce((sum, s) => sum + s, 0) / excitation.length;
  const off = hidden.filter((h) => h === 0).length;
  return [
    String(excitation.length),
    Math.min(...excitation).toFixed(3),
    mean.toFixed(3),
    Math.max(...excitation).toFixed(3),
    `${String(off)} of ${String(hidden.length)}`,
  ];
}

/** Returns rows under their heads, the first column flush left and the others flush right. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, k) =>
    Math.max(head.length, ...rows.map((row) => row[k]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, k) => (k === 0 ? cell.padEnd(widths[k] ?? 0) : cell.padStart(widths[k] ?? 0)))
      .join("  ");
  return [heads, ...rows].map((cells) => line(cells).trimEnd()).join("\n");
}

function size({ width, height }: { readonly width: number; readonly height: number }): string {
  return `${String(width)} × ${String(height)}`;
}
