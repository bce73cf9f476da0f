/** Reads the safetensors format: 8 bytes of header length, a JSON header, raw little-endian arrays. */

import { type NamedArray, ReadableError } from "../trace/index.ts";
import { upcastBF16, upcastF16 } from "./half.ts";

/** What a file holds. */
export interface Safetensors {
  readonly arrays: ReadonlyMap<string, NamedArray>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Bytes of one number, and how it is read as 32-bit floats; wider ones are rounded to 32 bits. */
const dtypes: Readonly<Record<string, { bytes: number; read(bytes: ArrayBuffer): Float32Array }>> =
  {
    F16: { bytes: 2, read: (bytes) => upcastF16(new Uint16Array(bytes)) },
    BF16: { bytes: 2, read: (bytes) => upcastBF16(new Uint16Array(bytes)) },
    F32: { bytes: 4, read: (bytes) => new Float32Array(bytes) },
    I32: { bytes: 4, read: (bytes) => Float32Array.from(new Int32Array(bytes)) },
    F64: { bytes: 8, read: (bytes) => Float32Array.from(new Float64Array(bytes)) },
    I64: { bytes: 8, read: (bytes) => Float32Array.from(new BigInt64Array(bytes), Number) },
    U8: { bytes: 1, read: (bytes) => Float32Array.from(new Uint8Array(bytes)) },
  };
const longestHeader = 100_000_000;

/**
 * Returns every array of the file, upcast to 32-bit floats.
 * Throws a ReadableError where the file is cut off, overlaps, lies about its sizes, or is something else;
 * sizes are checked against the file's own before anything is allocated.
 */
export function readSafetensors(file: ArrayBuffer, name = "The parameter file"): Safetensors {
  const wrong = (expected: string, found: string): ReadableError =>
    new ReadableError({ what: `${name} can't be read as safetensors`, expected, found });
  if (file.byteLength < 8) throw wrong("at least 8 bytes", `${String(file.byteLength)} bytes`);
  const length = new DataView(file).getBigUint64(0, true);
  if (length > BigInt(Math.min(longestHeader, file.byteLength - 8))) {
    throw wrong(
      `a header inside its ${String(file.byteLength)} bytes`,
      `a header of ${String(length)} bytes`,
    );
  }
  const start = 8 + Number(length);
  const header = parseHeader(new Uint8Array(file, 8, Number(length)), wrong);
  const taken: (Entry & { key: string; read(bytes: ArrayBuffer): Float32Array })[] = [];
  let metadata: Record<string, string> = {};
  for (const [key, entry] of Object.entries(header)) {
    if (key === "__metadata__") {
      metadata = textsOf(entry);
      continue;
    }
    const { dtype, shape, begin, end } = readEntry(entry, key, wrong);
    const type = Object.hasOwn(dtypes, dtype) ? dtypes[dtype] : undefined;
    if (!type) throw wrong(`${key} of a type among ${Object.keys(dtypes).join(", ")}`, dtype);
    const bytes = shape.reduce((product, side) => product * side, type.bytes);
    if (begin > end || end > file.byteLength - start) {
      throw wrong(
        `${key} inside the file's ${String(file.byteLength - start)} bytes of data`,
        `bytes ${String(begin)} to ${String(end)}: the file may be cut off`,
      );
    }
    if (bytes !== end - begin) {
      throw wrong(
        `${String(bytes)} bytes for ${key} ${dtype} [${shape.join(", ")}]`,
        `${String(end - begin)}`,
      );
    }
    taken.push({ dtype, shape, begin, end, key, read: type.read });
  }
  taken.sort((a, b) => a.begin - b.begin);
  for (const [k, { begin, key }] of taken.entries()) {
    const before = taken[k - 1];
    if (before && before.end > begin)
      throw wrong("arrays that don't overlap", `${before.key} and ${key} share bytes`);
  }
  const arrays = new Map<string, NamedArray>();
  for (const { key, shape, begin, end, read } of taken) {
    arrays.set(key, { shape, values: read(file.slice(start + begin, start + end)) });
  }
  return { arrays, metadata };
}

interface Entry {
  readonly dtype: string;
  readonly shape: number[];
  readonly begin: number;
  readonly end: number;
}

type Wrong = (expected: string, found: string) => ReadableError;

function parseHeader(bytes: Uint8Array, wrong: Wrong): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw wrong("a JSON header", "something else: this may not be a safetensors file");
  }
  if (!isRecord(header))
    throw wrong("a JSON object as header", JSON.stringify(header).slice(0, 60));
  return header;
}

function readEntry(entry: unknown, key: string, wrong: Wrong): Entry {
  const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  if (typeof dtype === "string" && isSizes(shape) && isSizes(offsets) && offsets.length === 2) {
    return { dtype, shape, begin: offsets[0] ?? 0, end: offsets[1] ?? 0 };
  }
  throw wrong(
    `dtype, shape and data_offsets for ${key}`,
    (JSON.stringify(entry) ?? "nothing").slice(0, 80),
  );
}

function isSizes(value: unknown): value is number[] {
  return (
    Array.isArray(value) && value.every((side) => Number.isSafeInteger(side) && Number(side) >= 0)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textsOf(entry: unknown): Record<string, string> {
  if (!isRecord(entry)) return {};
  return Object.fromEntries(
    Object.entries(entry).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  );
}
