/** Reads an image's size from its header, so that a huge one is never decoded at its full size. */

import { isOnItsSide } from "./decode-exif.ts";

/** Width and height of an image in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Returns the size that a JPEG, PNG, WebP, GIF or BMP states in these first bytes of its file, a JPEG's
 * as it is upright.
 * Undefined for another format, and where the header is cut off or damaged.
 */
export function readSize(bytes: Uint8Array): Size | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return png(view) ?? gif(view) ?? webp(view) ?? bmp(view) ?? jpeg(view);
  } catch (error) {
    // The header ends before its size.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type ReadFormat = (view: DataView) => Size | undefined;

const png: ReadFormat = (view) =>
  textAt(view, 1, 3) === "PNG" && textAt(view, 12, 4) === "IHDR"
    ? { width: view.getUint32(16), height: view.getUint32(20) }
    : undefined;

const gif: ReadFormat = (view) =>
  textAt(view, 0, 4) === "GIF8"
    ? { width: view.getUint16(6, true), height: view.getUint16(8, true) }
    : undefined;

const bmp: ReadFormat = (view) => {
  if (textAt(view, 0, 2) !== "BM") return undefined;
  if (view.getUint32(14, true) === 12)
    return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  // A negative height says that the first row is at the top.
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
};

const webp: ReadFormat = (view) => {
  if (textAt(view, 0, 4) !== "RIFF" || textAt(view, 8, 4) !== "WEBP") return undefined;
  switch (textAt(view, 12, 4)) {
    case "VP8X":
      return {
        width: (view.getUint32(24, true) & 0xffffff) + 1,
        height: (view.getUint32(26, true) >>> 8) + 1,
      };
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case "VP8 ":
      return {
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
      };
    default:
      return undefined;
  }
};

const jpeg: ReadFormat = (view) => {
  if (view.getUint16(0) !== 0xffd8) return undefined;
  let turned = false;
  for (let at = 2; at < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (isFrame(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return turned ? { width: height, height: width } : { width, height };
    }
    if (marker === 0xe1) turned ||= isOnItsSide(view, at + 4);
    // A byte of 0xff may fill the space before a marker; the scan comes after the frame.
    if (marker === 0xff) at++;
    else if (marker === 0xda) return undefined;
    else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
};

/** SOF0 to SOF15, which state the size, but for the tables DHT, JPG and DAC between them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function textAt(view: DataView, at: number, length: number): string {
  if (at + length > view.byteLength) return "";
  return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, length));
}
