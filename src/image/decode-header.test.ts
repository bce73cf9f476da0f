import { readFileSync } from "node:fs";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { readSize } from "./decode-header.ts";

const folder = new URL("../../test/files/images/", import.meta.url);
const file = (name: string): Uint8Array => readFileSync(new URL(name, folder));

test.each([
  ["orientation-1.jpg", 48, 32],
  ["orientation-4.jpg", 48, 32],
  ["orientation-5.jpg", 48, 32],
  ["orientation-8.jpg", 48, 32],
  ["cmyk.jpg", 48, 32],
  ["cut-off.jpg", 128, 128],
  ["deep.png", 48, 32],
  ["wide.png", 20000, 2],
  ["huge.png", 20000, 20000],
  ["claims-60000.png", 60000, 60000],
  ["one.png", 1, 1],
  ["animated.gif", 48, 32],
  ["animated.webp", 48, 32],
  ["plain.webp", 48, 32],
])("%s is %i × %i", (name, width, height) => {
  expect(readSize(file(name))).toEqual({ width, height });
});

describe("formats as they are written by others", () => {
  const drawing = sharp({ create: { width: 301, height: 203, channels: 3, background: "red" } });

  test.each([
    ["progressive JPEG", () => drawing.clone().jpeg({ progressive: true })],
    ["lossy WebP", () => drawing.clone().webp({ quality: 50 })],
    ["lossless WebP", () => drawing.clone().webp({ lossless: true })],
    ["WebP with transparency", () => drawing.clone().ensureAlpha(0.5).webp({ quality: 50 })],
  ])("%s", async (_, make) => {
    expect(readSize(await make().toBuffer())).toEqual({ width: 301, height: 203 });
  });

  test("JPEG whose size comes after a long comment, fill bytes and a table", () => {
    const comment = [0xff, 0xfe, 0xff, 0xff, ...Array.from({ length: 0xfffd }, () => 0xd9)];
    const table = [0xff, 0xff, 0xff, 0xc4, 0, 3, 1];
    const frame = [0xff, 0xc2, 0, 11, 8, 0x12, 0x34, 0x56, 0x78, 1, 1, 0x11, 0];
    const bytes = Uint8Array.from([0xff, 0xd8, ...comment, ...table, ...frame]);
    expect(readSize(bytes)).toEqual({ width: 0x5678, height: 0x1234 });
  });

  test("BMP of both kinds, also stored from the top", () => {
    const bmp = (fill: (view: DataView) => void): Uint8Array => {
      const bytes = new Uint8Array(54);
      bytes.set([0x42, 0x4d]);
      fill(new DataView(bytes.buffer));
      return bytes;
    };
    const old = bmp((view) => {
      view.setUint32(14, 12, true);
      view.setUint16(18, 300, true);
      view.setUint16(20, 200, true);
    });
    const topDown = bmp((view) => {
      view.setUint32(14, 40, true);
      view.setInt32(18, 300, true);
      view.setInt32(22, -200, true);
    });
    expect(readSize(old)).toEqual({ width: 300, height: 200 });
    expect(readSize(topDown)).toEqual({ width: 300, height: 200 });
  });
});

test.each([
  ["nothing", new Uint8Array()],
  ["another format", file("plain.avif")],
  ["text", file("text.jpg")],
  ["a PNG cut in its header", file("deep.png").subarray(0, 20)],
  ["a JPEG cut before its frame", file("orientation-1.jpg").subarray(0, 40)],
  ["a GIF cut in its header", file("animated.gif").subarray(0, 8)],
  ["a WebP cut in its header", file("plain.webp").subarray(0, 22)],
  ["a JPEG that is broken between its parts", Uint8Array.of(0xff, 0xd8, 0xff, 0xfe, 0, 2, 7, 7)],
  ["a JPEG without a frame", Uint8Array.of(0xff, 0xd8, 0xff, 0xda, 0, 2, 7, 7)],
])("%s has no size", (_, bytes) => {
  expect(readSize(bytes)).toBeUndefined();
});

test("reads bytes that lie inside a larger buffer", () => {
  const png = file("wide.png");
  const larger = new Uint8Array(png.length + 7);
  larger.set(png, 7);
  expect(readSize(larger.subarray(7))).toEqual({ width: 20000, height: 2 });
});
