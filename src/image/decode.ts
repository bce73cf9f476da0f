/** Decodes image files to upright photographs, large ones scaled down while they are decoded. */

import { type Photo, ReadableError } from "../trace/index.ts";
import { type Size, readSize } from "./decode-header.ts";
import { kindOf } from "./decode-kind.ts";

/** Longest side of a decoded photograph in pixels; a larger one is scaled down to it. */
export const longestSide = 4096;

/** Most pixels that an image may have before it is scaled down: the browser needs 4 bytes for each. */
export const mostPixels = 500e6;

/** How much of a file is searched for its size: a JPEG's comes after its metadata, which can be megabytes. */
const headerBytes = 16 * 2 ** 20;

/** What goes with a photograph, and a way to stop. */
export interface DecodeOptions {
  readonly signal?: AbortSignal | undefined;
  /** Author, licence and source. */
  readonly credit?: string | undefined;
}

/**
 * Returns the photograph in a file: upright (EXIF orientation honoured), sRGB, an animation's first frame,
 * its longest side at most 4096 pixels. `name` is the file's own where it is left out.
 * Rejects with a ReadableError that names the file and says why it can't be shown, or with the signal's reason.
 */
export async function decode(
  file: Blob,
  name = file instanceof File ? file.name : "The image",
  { signal, credit }: DecodeOptions = {},
): Promise<Photo> {
  signal?.throwIfAborted();
  if (file.size === 0) throw refused(name, "an empty file of 0 bytes");
  const head = await readHead(file, name);
  signal?.throwIfAborted();
  const kind = kindOf(head);
  if (!kind.image) throw refused(name, kind.name);
  const size = readSize(head);
  if (size) checkSize(name, size);
  const bitmap = await createImageBitmap(file, bitmapOptions(size)).catch((error: unknown) => {
    throw size
      ? refused(name, `${kind.name} that is damaged or cut off`, error)
      : refused(name, `${kind.name}, which this browser can't read`, error);
  });
  try {
    signal?.throwIfAborted();
    const pixels = readPixels(bitmap, bitmap);
    return { name, ...pixels, ...(credit === undefined ? {} : { credit }) };
  } finally {
    bitmap.close();
  }
}

/**
 * Returns the photograph at an address, as `decode` does.
 * Rejects with a ReadableError that names it where it can't be had, or with the signal's reason.
 */
export async function decodeUrl(
  url: string,
  name: string,
  options: DecodeOptions = {},
): Promise<Photo> {
  const missing = (found: string, cause?: unknown): ReadableError =>
    new ReadableError(
      { what: `${name} could not be fetched`, found, todo: "Check the connection and try again" },
      { cause },
    );
  let blob: Blob;
  try {
    const response = await fetch(url, { signal: options.signal ?? null });
    if (!response.ok) throw missing(`status ${String(response.status)}`);
    blob = await response.blob();
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    throw error instanceof ReadableError ? error : missing("no answer", error);
  }
  return decode(blob, name, options);
}

/**
 * Returns a drawable source's pixels: red, green, blue, alpha in sRGB, scaled so that no side is over 4096.
 * `size` is the source's own in pixels.
 */
export function readPixels(
  source: CanvasImageSource,
  size: Size,
): Pick<Photo, "width" | "height" | "pixels"> {
  const scale = Math.min(1, longestSide / Math.max(size.width, size.height));
  const width = Math.max(1, Math.round(size.width * scale));
  const height = Math.max(1, Math.round(size.height * scale));
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true, colorSpace: "srgb" });
  if (!context) {
    throw new ReadableError({
      what: "The image can't be drawn",
      expected: `memory for ${String(width)} × ${String(height)} pixels`,
      todo: "Close other pages, or choose a smaller image",
    });
  }
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, pixels: new Uint8ClampedArray(data) };
}

async function readHead(file: Blob, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, headerBytes).arrayBuffer());
  } catch (error) {
    // It was moved, deleted or changed after it was chosen.
    throw refused(name, "a file that can't be opened any more", error);
  }
}

function checkSize(name: string, { width, height }: Size): void {
  if (width < 1 || height < 1) throw refused(name, "an image of 0 pixels");
  if (width * height <= mostPixels) return;
  const found = `${width.toLocaleString("en")} × ${height.toLocaleString("en")} pixels`;
  throw new ReadableError({
    what: `${name} is too large to be decoded`,
    expected: `at most ${String(mostPixels / 1e6)} million pixels`,
    found,
    todo: "Scale it down first",
  });
}

/** One side is enough, since the browser keeps the shape. */
function bitmapOptions(size: Size | undefined): ImageBitmapOptions {
  const upright: ImageBitmapOptions = { imageOrientation: "from-image" };
  if (!size || Math.max(size.width, size.height) <= longestSide) return upright;
  const side = size.width >= size.height ? "resizeWidth" : "resizeHeight";
  return { ...upright, [side]: longestSide, resizeQuality: "high" };
}

function refused(name: string, found: string, cause?: unknown): ReadableError {
  return new ReadableError(
    {
      what: `${name} can't be shown`,
      expected: "an image such as JPEG, PNG, WebP, AVIF or GIF",
      found,
      todo: "Choose another file",
    },
    { cause },
  );
}
