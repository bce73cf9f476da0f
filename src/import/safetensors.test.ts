import { describe, expect, test } from "vitest";
import { ReadableError } from "../trace/index.ts";
import { upcastByTable, upcastF16 } from "./half.ts";
import { readSafetensors } from "./safetensors.ts";

/** Returns a file of a header, as an object or as raw text, and data bytes. */
function file(header: unknown, data: ArrayBufferLike | number = 0, claimed?: bigint): ArrayBuffer {
  const text = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header),
  );
  const body = typeof data === "number" ? new Uint8Array(data) : new Uint8Array(data);
  const bytes = new Uint8Array(8 + text.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, claimed ?? BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(body, 8 + text.length);
  return bytes.buffer;
}

const entry = (dtype: string, shape: unknown, offsets: unknown) => ({
  dtype,
  shape,
  data_offsets: offsets,
});

describe("reads and upcasts", () => {
  test.each<[string, ArrayBufferLike, number[]]>([
    ["F32", new Float32Array([1.5, -2, 3e30]).buffer, [1.5, -2, Math.fround(3e30)]],
    ["F16", new Uint16Array([0x3e00, 0xc000, 0x0001]).buffer, [1.5, -2, 2 ** -24]],
    ["BF16", new Uint16Array([0x3fc0, 0xc000, 0x7f80]).buffer, [1.5, -2, Infinity]],
    ["F64", new Float64Array([1.5, -2, 0.1]).buffer, [1.5, -2, Math.fround(0.1)]],
    ["I32", new Int32Array([7, -2, 1e6]).buffer, [7, -2, 1e6]],
    ["I64", new BigInt64Array([7n, -2n, 1_000_000n]).buffer, [7, -2, 1e6]],
    ["U8", new Uint8Array([0, 128, 255]).buffer, [0, 128, 255]],
  ])("%s", (dtype, data, expected) => {
    const { arrays } = readSafetensors(file({ a: entry(dtype, [3], [0, data.byteLength]) }, data));
    expect(arrays.get("a")).toEqual({ shape: [3], values: new Float32Array(expected) });
  });

  test("several arrays wherever they lie, scalars, empty ones and metadata", () => {
    const header = {
      __metadata__: { format: "pt", odd: 3 },
      b: entry("F32", [1, 2], [4, 12]),
      a: entry("F32", [], [0, 4]),
      none: entry("F32", [0, 5], [12, 12]),
    };
    const { arrays, metadata } = readSafetensors(file(header, new Float32Array([1, 2, 3]).buffer));
    expect(arrays.get("a")).toEqual({ shape: [], values: new Float32Array([1]) });
    expect(arrays.get("b")).toEqual({ shape: [1, 2], values: new Float32Array([2, 3]) });
    expect(arrays.get("none")?.values).toHaveLength(0);
    expect(metadata).toEqual({ format: "pt" });
  });
});

test("every half float is exact, by table and by the engine's own type", () => {
  const bits = Uint16Array.from({ length: 65_536 }, (_, k) => k);
  const values = upcastByTable(bits);
  expect(Object.is(values[0x8000], -0)).toBe(true);
  expect([values[0x7c00], values[0xfc00], values[0x7bff], values[0x0400], values[0x03ff]]).toEqual([
    Infinity,
    -Infinity,
    65504,
    2 ** -14,
    1023 * 2 ** -24,
  ]);
  expect(values[0x7e00]).toBeNaN();
  expect(upcastF16(bits)).toEqual(values);
});

describe("refuses, naming the file, what was expected and what was found,", () => {
  const cases: [what: string, bytes: ArrayBuffer, parts: string[]][] = [
    ["an empty file", new ArrayBuffer(0), ["at least 8 bytes", "0 bytes"]],
    ["a header longer than the file", file({}, 0, 1000n), ["inside its 10 bytes", "1000"]],
    ["a header of 2^64 - 1 bytes", file({}, 0, 2n ** 64n - 1n), ["18446744073709551615"]],
    ["a pickle", new TextEncoder().encode("\x80\x02}q\0(X\x05\0\0\0modelq").buffer, ["header"]],
    ["a header that is no JSON", file("{]"), ["a JSON header"]],
    ["a header that is a list", file([1]), ["a JSON object", "[1]"]],
    ["a header that is null", file("null"), ["a JSON object", "null"]],
    ["an array without a shape", file({ a: { dtype: "F32" } }), ["data_offsets for a", "F32"]],
    ["an array that is text", file({ a: "x" }), ["data_offsets for a"]],
    ["negative sides", file({ a: entry("F32", [-1], [0, 4]) }, 4), ["data_offsets for a", "-1"]],
    ["half sides", file({ a: entry("F32", [0.5], [0, 2]) }, 4), ["data_offsets for a"]],
    ["sides too large to count", file('{"a":{"dtype":"F32","shape":[1e300],"data_offsets":[0,4]}}', 4), ["data_offsets for a"]],
    ["sides whose product overflows", file({ a: entry("U8", Array<number>(40).fill(2 ** 40), [0, 4]) }, 4), ["bytes for a"]],
    ["one offset", file({ a: entry("F32", [1], [0]) }, 4), ["data_offsets for a"]],
    ["an unknown type", file({ a: entry("F8_E4M3", [4], [0, 4]) }, 4), ["a of a type among", "F8_E4M3"]],
    ["a type that every object has", file({ a: entry("toString", [4], [0, 4]) }, 4), ["toString"]],
    ["a file that was cut off", file({ a: entry("F32", [2], [0, 8]) }, 4), ["4 bytes of data", "0 to 8", "cut off"]],
    ["offsets backwards", file({ a: entry("F32", [0], [4, 0]) }, 4), ["4 to 0"]],
    ["a shape and offsets that disagree", file({ a: entry("F32", [3], [0, 8]) }, 8), ["12 bytes for a F32 [3]", "8"]],
    ["arrays that overlap", file({ a: entry("F32", [2], [0, 8]), b: entry("F32", [1], [4, 8]) }, 8), ["overlap", "a and b"]],
  ]; // prettier-ignore
  test.each(cases)("%s", (_, bytes, parts) => {
    let thrown: unknown;
    try {
      readSafetensors(bytes, "own.safetensors");
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ReadableError);
    const message = thrown instanceof Error ? thrown.message : "";
    for (const part of ["own.safetensors", ...parts]) expect(message).toContain(part);
  });

  test("a thousand arrays that share all bytes, before reading one", () => {
    const size = 4_000_000;
    const header = Object.fromEntries(
      Array.from({ length: 1000 }, (_, k) => [`a${String(k)}`, entry("U8", [size], [0, size])]),
    );
    const began = performance.now();
    expect(() => readSafetensors(file(header, size))).toThrow("overlap");
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
