/** The letterboxed photographs against PyTorch's: both networks must see the same pixels. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readPhoto } from "../src/cli/read-photo.ts";
import { letterbox } from "../src/image/letterbox.ts";
import { readSafetensors } from "../src/import/safetensors.ts";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

test.each([
  ["trained-640", "wall.jpg", 640, 640],
  ["trained-320", "wall.jpg", 320, 320],
  ["trained-320x416", "motorcycle.jpg", 320, 416],
])("%s sees PyTorch's pixels", async (name, photo, height, width) => {
  const file = readFileSync(at(`numbers/${name}/expected.safetensors`));
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
  const input = readSafetensors(bytes).arrays.get("input");
  expect(input?.shape).toEqual([height, width, 3]);
  const { pixels } = letterbox(await readPhoto(at(`../public/photos/${photo}`)), { height, width });
  expect(pixels.length).toBe(input?.values.length);
  const differences = pixels.map((value, i) => Math.abs(value * 255 - (input?.values[i] ?? NaN)));
  // Both decode JPEG with libjpeg; a level of difference is rounding.
  expect(differences.reduce((a, b) => Math.max(a, b))).toBeLessThan(1.001);
  expect(differences.filter((d) => d > 0.5).length / differences.length).toBeLessThan(0.001);
});
