/** The arrays of a graph model: what its manifest promises, checked against its shards before anything is read. */

import { ReadableError } from "../../trace/index.ts";
import { upcastF16 } from "../half.ts";
import type { NamedFile } from "../importer.ts";
import { type Constant, field } from "./graph.ts";

const mostBytes = 400 * 2 ** 20;
const mostArrays = 50_000;
const widths: Readonly<Record<string, number>> = {
  ...{ float32: 4, int32: 4, bool: 1 },
  ...{ float16: 2, uint16: 2, uint8: 1 },
};

/** The arrays, and what the executor reads them from. */
export interface GraphWeights {
  readonly constants: ReadonlyMap<string, Constant>;
  /** The manifest's entries, in the order of the data. */
  readonly specs: readonly unknown[];
  /** All shards, one after the other. */
  readonly data: ArrayBuffer;
}

/** Returns the arrays. Throws a ReadableError for a missing or too short shard, or a wrong entry. */
export function readWeights(manifest: unknown, files: readonly NamedFile[]): GraphWeights {
  if (!Array.isArray(manifest)) throw fault("weightsManifest", "a list of shards", typeof manifest);
  const specs: unknown[] = [];
  const sources: { name: string; bytes: number; read(data: ArrayBuffer): Constant }[] = [];
  const shards: ArrayBuffer[] = [];
  for (const group of manifest) {
    const paths: unknown = field(group, "paths");
    const weights: unknown = field(group, "weights");
    if (!Array.isArray(paths) || !Array.isArray(weights))
      throw fault("weightsManifest", "groups of paths and weights", "something else");
    if (specs.length + weights.length > mostArrays)
      throw fault("weightsManifest", `at most ${String(mostArrays)} arrays`, "more");
    let promised = 0;
    for (const spec of weights) {
      const source = sourceOf(spec);
      promised += source.bytes;
      sources.push(source);
      specs.push(spec);
    }
    const parts = paths.map((path) => shardOf(path, files));
    const there = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (there !== promised) {
      const names = paths.slice(0, 3).map(String).join(", ");
      throw fault(names === "" ? "A group without shards" : names, bytes(promised), bytes(there));
    }
    shards.push(...parts);
  }
  const total = shards.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (total > mostBytes) throw fault("The shards", `at most ${bytes(mostBytes)}`, bytes(total));
  const data = joined(shards, total);
  const constants = new Map<string, Constant>();
  let at = 0;
  for (const { name, bytes: length, read } of sources) {
    if (constants.has(name)) throw fault(`The array ${name}`, "one of its name", "two");
    constants.set(name, read(data.slice(at, at + length)));
    at += length;
  }
  return { constants, specs, data };
}

function sourceOf(spec: unknown): {
  name: string;
  bytes: number;
  read(data: ArrayBuffer): Constant;
} {
  const name = field(spec, "name");
  if (typeof name !== "string") throw fault("An array of the manifest", "a name", String(name));
  const what = `The array ${name.slice(0, 200)}`;
  const shape: unknown = field(spec, "shape");
  if (!Array.isArray(shape) || shape.length > 8) throw fault(what, "a shape", "something else");
  const sizes = shape.map(Number);
  if (!sizes.every((size) => Number.isInteger(size) && size >= 0))
    throw fault(what, "a shape of whole numbers", `[${shape.slice(0, 8).join(", ")}]`);
  const quantisation: unknown = field(spec, "quantization");
  const dtype = String(field(spec, "dtype"));
  const stored = quantisation === undefined ? dtype : String(field(quantisation, "dtype"));
  const width = widths[stored];
  const isPlain = ["float32", "int32", "bool"].includes(dtype);
  const isPacked = dtype !== "bool" && ["uint8", "uint16", "float16"].includes(stored);
  if (width === undefined || !isPlain || (quantisation !== undefined && !isPacked)) {
    const found = quantisation === undefined ? dtype : `${dtype} stored as ${stored}`;
    throw fault(what, "float32, int32 or bool, or quantised to uint8, uint16 or float16", found);
  }
  const count = sizes.reduce((product, size) => product * size, 1);
  if (!(count * width <= mostBytes))
    throw fault(what, `at most ${bytes(mostBytes)}`, `the shape [${sizes.join(", ")}]`);
  const { scale, min } = scaleOf(what, stored, quantisation);
  const read = (data: ArrayBuffer): Constant => ({
    shape: sizes,
    values: () => numbers(data, stored, { scale, min }),
  });
  return { name, bytes: count * width, read };
}

interface Scale {
  readonly scale: number;
  readonly min: number;
}

function scaleOf(what: string, stored: string, quantisation: unknown): Scale {
  if (quantisation === undefined || stored === "float16") return { scale: 1, min: 0 };
  const scale = Number(field(quantisation, "scale"));
  const min = Number(field(quantisation, "min"));
  if (Number.isFinite(scale) && Number.isFinite(min)) return { scale, min };
  throw fault(what, "a finite scale and minimum", `${String(scale)} and ${String(min)}`);
}

function numbers(data: ArrayBuffer, stored: string, { scale, min }: Scale): Float32Array {
  switch (stored) {
    case "float32":
      return new Float32Array(data);
    case "int32":
      return Float32Array.from(new Int32Array(data));
    case "float16":
      return upcastF16(new Uint16Array(data));
    case "uint16":
      return Float32Array.from(new Uint16Array(data), (value) => value * scale + min);
    default:
      return Float32Array.from(new Uint8Array(data), (value) => value * scale + min);
  }
}

function shardOf(path: unknown, files: readonly NamedFile[]): ArrayBuffer {
  const last = (name: string): string => name.replace(/^.*[\\/]/, "");
  const wanted = last(String(path));
  const found = files.find(({ name }) => last(name) === wanted);
  if (found) return found.bytes;
  throw new ReadableError({
    what: `The shard ${wanted.slice(0, 200)} is missing`,
    expected: "every file that model.json names, together with it",
    todo: "Choose model.json and all of its .bin files at once",
  });
}

function joined(parts: readonly ArrayBuffer[], total: number): ArrayBuffer {
  const whole = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    whole.set(new Uint8Array(part), at);
    at += part.byteLength;
  }
  return whole.buffer;
}

function bytes(count: number): string {
  return `${count.toLocaleString("en")} bytes`;
}

function fault(what: string, expected: string, found: string): ReadableError {
  return new ReadableError({ what: `${what} can't be read`, expected, found });
}
