import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { kindOf } from "./decode-kind.ts";

const folder = new URL("../../test/files/images/", import.meta.url);

test.each([
  ["orientation-1.jpg", true, "a JPEG image"],
  ["deep.png", true, "a PNG image"],
  ["animated.gif", true, "a GIF image"],
  ["plain.webp", true, "a WebP image"],
  ["plain.avif", true, "an AVIF image"],
  ["text.jpg", false, "a text"],
  ["document.pdf", false, "a PDF document"],
])("%s", (name, image, words) => {
  expect(kindOf(readFileSync(new URL(name, folder)))).toEqual({ image, name: words });
});

test.each([
  ["\0\0\0\x18ftypheic\0\0\0\0", true, "a HEIC image"],
  ["\0\0\0\x20ftypisom\0\0\x02\0", false, "a video"],
  ["\x1aE\xdf\xa3\x01\0\0\0", false, "a video"],
  ["RIFF\x10\0\0\0WAVEfmt ", false, "a sound"],
  ["PK\x03\x04\x14\0\0\0", false, "a ZIP archive or an office document"],
  ["II*\0\x08\0\0\0", true, "a TIFF image or a camera's raw file"],
  ["BM\x36\0\0\0\0\0\0\0\x36\0\0\0", true, "a BMP image"],
  ["BMW and other cars", false, "a text"],
  ["<?xml version='1.0'?>\n<svg width='9'>", true, "an SVG drawing"],
  ["<!DOCTYPE html><title>Missing</title>", false, "a web page"],
  ["gr\xc3\xbcn", false, "a text"],
  ["\x01\x02\x03\x04", false, "an unknown kind of file"],
  ["\xf8\xf9", false, "an unknown kind of file"],
])("%j", (latin1, image, name) => {
  expect(kindOf(Uint8Array.from(latin1, (c) => c.charCodeAt(0)))).toEqual({ image, name });
});

test("a text cut inside a character is still a text", () => {
  const long = new TextEncoder().encode(`${"x".repeat(511)}ü`);
  expect(kindOf(long).name).toBe("a text");
});
