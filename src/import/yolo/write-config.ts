/** Writes a configuration in YOLOv5's YAML, with the channels as they are and no multiples. */

import type { ReadLine } from "./network.ts";

/** What the text says. */
export interface ConfigParts {
  /** Class names; undefined where the file has none. */
  readonly names: readonly string[] | undefined;
  readonly count: number;
  readonly anchors: readonly (readonly number[])[];
  readonly lines: readonly ReadLine[];
  /** The layers that Detect reads. */
  readonly detect: readonly number[];
}

/** Returns the YAML. JSON's lists and texts are YAML's too. */
export function configText({ names, count, anchors, lines, detect }: ConfigParts): string {
  const row = (from: readonly number[], number: number, module: string, args: unknown): string =>
    `  - [${from.length === 1 ? String(from[0]) : JSON.stringify(from)}, ${String(number)}, ${module}, ${JSON.stringify(args)}]`;
  return [
    `nc: ${String(count)}`,
    "depth_multiple: 1.0",
    "width_multiple: 1.0",
    ...(names ? [`names: ${JSON.stringify(names)}`] : []),
    "anchors:",
    ...anchors.map((sides) => `  - ${JSON.stringify(sides)}`),
    "backbone:",
    ...lines.map(({ from, layer }) => row(from, layer.number ?? 1, layer.module, layer.args)),
    "head:",
    row(detect, 1, "Detect", ["nc", "anchors"]),
    "",
  ].join("\n");
}
