/** Reads a photograph's file on Node: upright, in sRGB, with alpha. */

import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import sharp from "sharp";
import { type Photo, ReadableError } from "../trace/index.ts";

/** Returns the decoded photograph. Rejects with a ReadableError that names the file where it can't be read. */
export async function readPhoto(path: string): Promise<Photo> {
  const bytes = await readBytes(path);
  try {
    const { data, info } = await sharp(bytes)
      .rotate()
      .toColourspace("srgb")
      .ensureAlpha()
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    return {
      name: basename(path),
      width: info.width,
      height: info.height,
      pixels: new Uint8ClampedArray(data),
    };
  } catch (error) {
    throw new ReadableError(
      {
        what: `${path} can't be shown`,
        expected: "an image such as JPEG, PNG, WebP, AVIF or GIF",
        found: bytes.length === 0 ? "an empty file" : reason(error),
      },
      { cause: error },
    );
  }
}

/** Returns a file's bytes. Rejects with a ReadableError that names it and says why it can't be opened. */
export async function readBytes(path: string): Promise<Buffer<ArrayBuffer>> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const why = code === "ENOENT" ? "no such file" : code === "EISDIR" ? "a folder" : reason(error);
    throw new ReadableError({ what: `${path} can't be opened`, found: why }, { cause: error });
  }
}

function reason(error: unknown): string {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).trim().split("\n");
  return line.replace(/^Input buffer/, "data that");
}
