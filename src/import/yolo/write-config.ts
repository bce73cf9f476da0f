/** Writes a configuration in YOLOv5's YAML, with the channels as they are and no multiples. */

import type { ReadLine } from "./network.ts";

/** What the text says. */
export interface ConfigParts {
  /** Class names; undefined where the file has none. */
  readonly names: readonly string[] | undefined;
  readonly count: number;
  readonly anchors: readonly (readonly number[])[];
  readonly lines: readonly ReadLine[];
}

/** Returns the YAML. JSON's lists and texts are YAML's too. */
export function configText({ names, count, anchors, lines }: ConfigParts): string {
  return [
    `nc: ${String(count)}`,
    "depth_multiple: 1.0",
    "width_multiple: 1.0",
    ...(names ? [`names: ${JSON.stringify(names)}`] : []),
    "anchors:",
    ...anchors.map((sides) => `  - ${JSON.stringify(sides)}`),
    "backbone:",
    ...lines.slice(0, -1).map(row),
    "head:",
    ...lines.slice(-1).map(row),
    "",
  ].join("\n");
}

function row({ from, layer }: ReadLine): string {
  const sources = from.length === 1 ? String(from[0]) : JSON.stringify(from);
  return `  - [${sources}, ${String(layer.number ?? 1)}, ${layer.module}, ${JSON.stringify(layer.args)}]`;
}
