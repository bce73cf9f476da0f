/** Writes pickles and checkpoint archives by hand, good and hostile ones, for tests and the fuzzer. */

import { type Zippable, zipSync } from "fflate";

/** Pickle operations as bytes. */
export const op = {
  proto: [0x80, 2],
  stop: [0x2e],
  mark: [0x28],
  none: [0x4e],
  emptyDict: [0x7d],
  emptyList: [0x5d],
  emptyTuple: [0x29],
  tuple: [0x74],
  tuple1: [0x85],
  tuple2: [0x86],
  reduce: [0x52],
  newObject: [0x81],
  build: [0x62],
  setItem: [0x73],
  append: [0x61],
  persistentId: [0x51],
  text: (value: string): number[] => {
    const bytes = [...new TextEncoder().encode(value)];
    return [0x58, ...little(bytes.length, 4), ...bytes];
  },
  global: (module: string, name: string): number[] => [
    0x63,
    ...new TextEncoder().encode(`${module}\n${name}\n`),
  ],
  whole: (value: number): number[] => [0x4a, ...little(value, 4)],
  /** A whole number of 8 bytes. */
  long: (value: bigint): number[] => [
    0x8a,
    8,
    ...Array.from({ length: 8 }, (_, k) => Number((value >> BigInt(8 * k)) & 255n)),
  ],
  put: (place: number): number[] => [0x71, place],
  get: (place: number): number[] => [0x68, place],
} as const;

/** Returns a pickle of the operations. */
export function pickle(...operations: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from([op.proto, ...operations, op.stop].flat());
}

/** Returns a checkpoint's file with a pickle and storages. */
export function archive(
  data: Uint8Array,
  storages: Readonly<Record<string, Uint8Array>> = {},
  level: 0 | 9 = 0,
): ArrayBuffer {
  const entries: Zippable = { "archive/data.pkl": data, "archive/version": Uint8Array.of(51, 10) };
  for (const [key, bytes] of Object.entries(storages)) entries[`archive/data/${key}`] = bytes;
  const { buffer, byteOffset, byteLength } = zipSync(entries, { level });
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}

/** A tensor's record; four 32-bit numbers are stored where nothing else is said. */
export interface TensorRecord {
  readonly shape: bigint[];
  readonly strides: bigint[];
  readonly offset?: number;
  readonly storage?: { readonly kind: string; readonly count: number };
}

/** Returns the operations that put a tensor's record on the stack; sizes may lie. */
export function tensor(
  key: string,
  { shape, strides, offset = 0, storage = { kind: "FloatStorage", count: 4 } }: TensorRecord,
): number[] {
  const list = (values: bigint[]): number[] => [
    ...op.mark,
    ...values.flatMap((value) => op.long(value)),
    ...op.tuple,
  ];
  return [
    ...op.global("torch._utils", "_rebuild_tensor_v2"),
    ...op.mark,
    ...op.mark,
    ...op.text("storage"),
    ...op.global("torch", storage.kind),
    ...op.text(key),
    ...op.text("cpu"),
    ...op.whole(storage.count),
    ...op.tuple,
    ...op.persistentId,
    ...op.whole(offset),
    ...list(shape),
    ...list(strides),
    ...op.tuple,
    ...op.reduce,
  ];
}

/** Returns operations for {key: value}. */
export function dict(key: string, value: readonly number[]): number[] {
  return [...op.emptyDict, ...op.text(key), ...value, ...op.setItem];
}

function little(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, k) => (value >>> (8 * k)) & 255);
}
