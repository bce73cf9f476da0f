/** Tensors of a checkpoint: what `torch._utils._rebuild_tensor_v2` was to be called with → numbers. */

import { type NamedArray, ReadableError } from "../../trace/index.ts";
import { upcastBF16, upcastF16 } from "../half.ts";
import type { Archive } from "./archive.ts";
import { type Pickled, itemsOf, ofKind } from "./pickled.ts";

interface Storage {
  readonly bytes: number;
  read(bytes: ArrayBuffer): ArrayLike<number>;
}

/** Bytes of one number by PyTorch's storage type, and how they are read. */
const storages: Readonly<Record<string, Storage>> = {
  HalfStorage: { bytes: 2, read: (bytes) => upcastF16(new Uint16Array(bytes)) },
  BFloat16Storage: { bytes: 2, read: (bytes) => upcastBF16(new Uint16Array(bytes)) },
  FloatStorage: { bytes: 4, read: (bytes) => new Float32Array(bytes) },
  DoubleStorage: { bytes: 8, read: (bytes) => new Float64Array(bytes) },
  LongStorage: { bytes: 8, read: (bytes) => Array.from(new BigInt64Array(bytes), Number) },
  IntStorage: { bytes: 4, read: (bytes) => new Int32Array(bytes) },
  ShortStorage: { bytes: 2, read: (bytes) => new Int16Array(bytes) },
  CharStorage: { bytes: 1, read: (bytes) => new Int8Array(bytes) },
  ByteStorage: { bytes: 1, read: (bytes) => new Uint8Array(bytes) },
  BoolStorage: { bytes: 1, read: (bytes) => new Uint8Array(bytes) },
};

/** A tensor that was found and checked, and not read yet. */
export interface PickledTensor {
  readonly shape: readonly number[];
  /** Count of its numbers. */
  readonly size: number;
  /** PyTorch's storage type: "HalfStorage". */
  readonly storage: string;
  /** Returns its numbers in 32 bits, row by row. */
  read(): NamedArray;
}

/**
 * Returns the tensor that a value stands for, also inside a Parameter; undefined where it stands for none.
 * Throws a ReadableError that names it where it reaches outside its storage.
 */
export function tensorOf(
  value: Pickled | undefined,
  from: Archive,
  name: string,
): PickledTensor | undefined {
  const object = ofKind(value, "object");
  if (!object) return undefined;
  const { type, args } = object;
  if (/^torch\._utils\._rebuild_parameter(_with_state)?$/.test(type.name))
    return tensorOf(args[0], from, name);
  if (
    type.name !== "torch._utils._rebuild_tensor_v2" &&
    type.name !== "torch._utils._rebuild_tensor"
  )
    return undefined;
  const wrong = (found: string, expected?: string): ReadableError =>
    new ReadableError({
      what: `The tensor ${name} can't be read`,
      ...(expected === undefined ? {} : { expected }),
      found,
      todo: "The file may be damaged: copy it again",
    });
  const [mark, kind, key] = itemsOf(ofKind(args[0], "reference")?.id) ?? [];
  const storage = ofKind(kind, "name")?.name.split(".").at(-1) ?? "";
  const read = Object.hasOwn(storages, storage) ? storages[storage] : undefined;
  if (mark !== "storage" || !read)
    throw wrong(
      storage === "" ? "no storage" : storage,
      `one of ${Object.keys(storages).join(", ")}`,
    );
  const shape = sizes(args[2]);
  const strides = sizes(args[3]);
  const offset = args[1];
  if (!shape || strides?.length !== shape.length || !isSize(offset))
    throw wrong("sizes that are no whole numbers", "offset, shape and strides");
  const bytes = from.storage(String(key));
  if (!bytes) throw wrong(`no storage ${String(key).slice(0, 40)} in the archive`);
  const size = shape.reduce((product, side) => product * side, 1);
  const last = offset + shape.reduce((sum, side, k) => sum + (side - 1) * (strides[k] ?? 0), 0);
  const held = Math.floor(bytes.length / read.bytes);
  // A stride of 0 repeats numbers: what comes out may be no larger than what is there.
  if (size > held || (size > 0 && last >= held)) {
    throw wrong(
      `a storage of ${held.toLocaleString("en")}`,
      `${size.toLocaleString("en")} numbers for [${shape.join(", ")}]`,
    );
  }
  return {
    shape,
    size,
    storage,
    read: () => {
      const all = read.read(
        ordered(bytes.slice(0, held * read.bytes), read.bytes, from.littleEndian),
      );
      return { shape, values: gather(all, { shape, strides, offset, size }) };
    },
  };
}

function gather(
  all: ArrayLike<number>,
  {
    shape,
    strides,
    offset,
    size,
  }: { shape: number[]; strides: number[]; offset: number; size: number },
): Float32Array {
  const values = new Float32Array(size);
  const at = shape.map(() => 0);
  let source = offset;
  for (let k = 0; k < size; k++) {
    values[k] = all[source] ?? 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      source += strides[axis] ?? 0;
      at[axis] = (at[axis] ?? 0) + 1;
      if ((at[axis] ?? 0) < (shape[axis] ?? 0)) break;
      source -= (shape[axis] ?? 0) * (strides[axis] ?? 0);
      at[axis] = 0;
    }
  }
  return values;
}

function ordered(bytes: Uint8Array<ArrayBuffer>, each: number, littleEndian: boolean): ArrayBuffer {
  if (!littleEndian)
    for (let k = 0; k < bytes.length; k += each) bytes.subarray(k, k + each).reverse();
  return bytes.buffer;
}

function sizes(value: Pickled | undefined): number[] | undefined {
  const object = ofKind(value, "object");
  const items = object?.type.name === "torch.Size" ? itemsOf(object.args[0]) : itemsOf(value);
  return items && items.length <= 16 && items.every(isSize) ? [...items] : undefined;
}

function isSize(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
