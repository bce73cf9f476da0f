/** Reads a pickle's bytes one after the other; none outside its length. */

import { ReadableError } from "../../trace/index.ts";

/** Bytes with a place in them. Every method throws a ReadableError where the bytes end too early. */
export class PickleBytes {
  at = 0;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly name: string;

  constructor(bytes: Uint8Array, name: string) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.name = name;
  }

  /** Returns an error that says where reading failed. */
  wrong(found: string, expected?: string): ReadableError {
    return new ReadableError({
      what: `${this.name} can't be read: at byte ${this.at.toLocaleString("en")} of its pickle`,
      ...(expected === undefined ? {} : { expected }),
      found,
      todo: "Save the checkpoint again with torch.save",
    });
  }

  u8(): number {
    return this.view.getUint8(this.step(1));
  }
  u16(): number {
    return this.view.getUint16(this.step(2), true);
  }
  i32(): number {
    return this.view.getInt32(this.step(4), true);
  }
  u32(): number {
    return this.view.getUint32(this.step(4), true);
  }
  /** A length of 8 bytes. */
  u64(): number {
    const value = this.view.getBigUint64(this.step(8), true);
    if (value > BigInt(this.bytes.length)) throw this.wrong(`a length of ${String(value)} bytes`);
    return Number(value);
  }
  /** A 64-bit float; pickles write it the other way round. */
  f64(): number {
    return this.view.getFloat64(this.step(8), false);
  }
  /** Returns that many bytes, not copied. */
  take(length: number): Uint8Array {
    const from = this.step(length);
    return this.bytes.subarray(from, from + length);
  }
  utf8(length: number): string {
    return new TextDecoder().decode(this.take(length));
  }
  latin1(length: number): string {
    return new TextDecoder("latin1").decode(this.take(length));
  }
  /** Returns the text up to the next line feed. */
  textLine(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw this.wrong("a text without an end");
    const text = this.latin1(end - this.at);
    this.at = end + 1;
    return text;
  }
  /** A whole number of that many bytes, little end first, in two's complement. */
  whole(length: number): number | bigint {
    if (length > 64) throw this.wrong(`a whole number of ${String(length)} bytes`);
    let value = 0n;
    for (const [k, byte] of this.take(length).entries()) value |= BigInt(byte) << BigInt(8 * k);
    return narrow(BigInt.asIntN(8 * Math.max(1, length), value));
  }

  private step(length: number): number {
    const from = this.at;
    if (length < 0 || from + length > this.bytes.length) {
      throw this.wrong(
        `its end at ${this.bytes.length.toLocaleString("en")} bytes: the file may be cut off`,
        `${length.toLocaleString("en")} more bytes`,
      );
    }
    this.at = from + length;
    return from;
  }
}

/** Returns a whole number as a plain one where that is exact. */
export function narrow(value: bigint): number | bigint {
  const plain = Number(value);
  return Number.isSafeInteger(plain) ? plain : value;
}
