/** 16-bit floats to 32-bit ones, exactly. */

let table: Float32Array | undefined;

// Not in the type library of ES2023; where an engine has it, it is four times as fast as the table.
const native = (
  globalThis as {
    Float16Array?: new (bytes: ArrayBufferLike, at: number, size: number) => ArrayLike<number>;
  }
).Float16Array;

/** Returns IEEE half-precision bits as numbers. */
export function upcastF16(bits: Uint16Array): Float32Array {
  if (native) return new Float32Array(new native(bits.buffer, bits.byteOffset, bits.length));
  return upcastByTable(bits);
}

/** Returns IEEE half-precision bits as numbers, by a table of all 65,536. */
export function upcastByTable(bits: Uint16Array): Float32Array {
  const all = (table ??= makeTable());
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) values[i] = all[bits[i] ?? 0] ?? 0;
  return values;
}

/** Returns bfloat16 bits as numbers: they are the upper half of a 32-bit float. */
export function upcastBF16(bits: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(bits, (half) => half << 16).buffer);
}

function makeTable(): Float32Array {
  return Float32Array.from({ length: 65_536 }, (_, half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    return sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
}
