/** The zip archive that torch.save writes: one pickle, and one entry for the numbers of each storage. */

import { unzipSync } from "fflate";
import { ReadableError } from "../../trace/index.ts";

/** A checkpoint's parts. */
export interface Archive {
  /** `data.pkl`. */
  readonly pickle: Uint8Array;
  /** Returns the bytes of a storage by its key, undefined where there is none. */
  storage(key: string): Uint8Array | undefined;
  /** Whether numbers lie little end first, as everywhere today. */
  readonly littleEndian: boolean;
}

/** Most bytes of a file, and of everything in it: YOLOv5x in 32 bits has 350 MB. */
export const largestCheckpoint = 400_000_000;
const largestPickle = 64_000_000;

/** Returns whether the bytes begin as a zip archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/**
 * Returns the parts of a checkpoint as torch.save writes it since version 1.6. Sizes are checked before
 * anything is unpacked. Throws a ReadableError where the file is cut off, is something else, or is too large.
 */
export function readArchive(file: Uint8Array, name: string): Archive {
  const wrong = (found: string, todo?: string): ReadableError =>
    new ReadableError({
      what: `${name} can't be read as a PyTorch checkpoint`,
      expected: "a zip archive with data.pkl, as torch.save writes it",
      found,
      ...(todo === undefined ? {} : { todo }),
    });
  if (!isZip(file)) {
    const legacy = file[0] === 0x80 && (file[1] ?? 9) <= 5;
    throw legacy
      ? wrong(
          "a bare pickle of a PyTorch before 1.6",
          "Load it there and save it with torch.save anew",
        )
      : wrong(file.length === 0 ? "an empty file" : "something else");
  }
  if (file.length > largestCheckpoint)
    throw wrong(`${megabytes(file.length)}, too large for a page`);
  let total = 0;
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(file, {
      filter: ({ name: path, originalSize, size, compression }) => {
        // torch.save stores its entries as they are: what would have to be unpacked is not from there.
        total += size;
        if (compression !== 0 || size !== originalSize || total > file.length)
          throw wrong(`an entry ${path} of ${megabytes(originalSize)} that is not stored as it is`);
        if (path.endsWith("/data.pkl") && originalSize > largestPickle)
          throw wrong(`a pickle of ${megabytes(originalSize)}`);
        return /\/(data\.pkl|byteorder|data\/[\w-]+)$/.test(path);
      },
    });
  } catch (error) {
    if (error instanceof ReadableError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw wrong(
      `an archive that is damaged or cut off (${why})`,
      "Copy or download the file again",
    );
  }
  const path = Object.keys(entries).find((one) => one.endsWith("/data.pkl"));
  const pickle = path === undefined ? undefined : entries[path];
  if (path === undefined || !pickle) throw wrong("a zip archive without data.pkl");
  const folder = path.slice(0, -"data.pkl".length);
  const order = entries[`${folder}byteorder`];
  return {
    pickle,
    storage: (key) =>
      Object.hasOwn(entries, `${folder}data/${key}`) ? entries[`${folder}data/${key}`] : undefined,
    littleEndian: order === undefined || new TextDecoder().decode(order).trim() !== "big",
  };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
}
