/** Graph models that packages carry: every SE block of a known architecture is found, and none anywhere else. */

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import type { NamedFile } from "../importer.ts";
import { openModel } from "../open-model.ts";

const folder = new URL("../../../node_modules/@vladmandic/human/models/", import.meta.url);

function blocksIn(model: string) {
  const read = (name: string): NamedFile => {
    const { buffer, byteOffset, byteLength } = readFileSync(new URL(name, folder));
    return { name, bytes: buffer.slice(byteOffset, byteOffset + byteLength) };
  };
  const opened = openModel([read(`${model}.json`), read(`${model}.bin`)]);
  if (opened.kind !== "graph") throw new Error("no graph");
  return opened.blocks;
}

test("MobileNetV3-Large as a detector's backbone: its eight SE blocks, and the one of the detector's head", () => {
  const found = blocksIn("centernet").map(({ product, channels, width, gate }) => ({
    block: /(?:expanded_conv_(\d+)|(CenternetHead))/.exec(product)?.slice(1).find(Boolean),
    ...{ channels, width, gate },
  }));
  // Howard et al. 2019, table 1: SE in blocks 4 to 6 and 11 to 15, counted from 1; a quarter of the channels inside.
  expect(found.map(({ block }) => block)).toEqual([
    ...["3", "4", "5", "10", "11", "12", "13", "14", "CenternetHead"],
  ]);
  for (const { channels, width } of found) expect(Math.abs(width - channels / 4)).toBeLessThan(8);
  expect(found.map(({ gate }) => gate)).toEqual([
    ...Array<string>(8).fill("hardSigmoid"),
    "sigmoid",
  ]);
});

const others = existsSync(folder)
  ? readdirSync(folder).flatMap((name) => /^(?!models|centernet)(.*)\.json$/.exec(name)?.[1] ?? [])
  : [];

test.each(others)("%s has no SE, and none is found", (model) => {
  // handtrack runs loops, which are refused before SE is looked for.
  if (model === "handtrack") expect(() => blocksIn(model)).toThrow(/without loops/);
  else expect(blocksIn(model)).toEqual([]);
});
