/** Every reader of a YOLO checkpoint's modules. A new one is one file and one line here. */

import { bottleneckReader, c3Reader, sppfReader } from "./blocks.ts";
import { c3seReader } from "./c3se.ts";
import { convReader } from "./conv.ts";
import { concatReader, upsampleReader } from "./joints.ts";
import type { LayerReader } from "./layer.ts";

const readers: readonly LayerReader[] = [
  convReader,
  bottleneckReader,
  c3Reader,
  c3seReader,
  sppfReader,
  concatReader,
  upsampleReader,
];

/** Readers by the class names that they read. SE layers are recognised by what they hold instead. */
export const layerReaders: ReadonlyMap<string, LayerReader> = new Map(
  readers.flatMap((reader) => reader.classes.map((name) => [name, reader] as const)),
);
