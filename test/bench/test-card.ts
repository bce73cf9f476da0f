/** An input that needs no file: colour gradients and grain, the same in every run. */

/** Returns pixels [size, size, 3] in 0..1. Grain by the linear congruential generator of Numerical Recipes. */
export function testCard(size: number): Float32Array {
  const pixels = new Float32Array(size * size * 3);
  let state = 1;
  for (let i = 0; i < pixels.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const column = Math.floor(i / 3) % size;
    const row = Math.floor(i / 3 / size);
    const slope = [column, row, size - column][i % 3] ?? 0;
    pixels[i] = (0.8 * slope) / size + (0.2 * state) / 2 ** 32;
  }
  return pixels;
}
