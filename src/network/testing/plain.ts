/** The network's arithmetic written out in plain loops, to test the TensorFlow.js ops against. */

/** A map as [height][width][channels]. */
export interface PlainMap {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  at(y: number, x: number, c: number): number;
}

/** Returns a map over values in [height, width, channels] order. */
export function plainMap(
  values: ArrayLike<number>,
  [height, width, channels]: readonly [number, number, number],
): PlainMap {
  return {
    height,
    width,
    channels,
    at: (y, x, c) => values[(y * width + x) * channels + c] ?? NaN,
  };
}

/** Returns the map that a function of row, column and channel fills. */
export function fillMap(
  [height, width, channels]: readonly [number, number, number],
  value: (y: number, x: number, c: number) => number,
): PlainMap {
  const values: number[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) for (let c = 0; c < channels; c++) values.push(value(y, x, c));
  return plainMap(values, [height, width, channels]);
}

/** Returns a map's values in [height, width, channels] order. */
export function valuesOf(map: PlainMap): number[] {
  const values: number[] = [];
  for (let y = 0; y < map.height; y++)
    for (let x = 0; x < map.width; x++)
      for (let c = 0; c < map.channels; c++) values.push(map.at(y, x, c));
  return values;
}

/** Returns SiLU(batch norm(conv(x))) with PyTorch's arrays: weights [outputs, inputs, kernel, kernel]. */
export function plainConv(
  x: PlainMap,
  {
    weights,
    gamma,
    beta,
    mean,
    variance,
  }: Record<"weights" | "gamma" | "beta" | "mean" | "variance", Float32Array>,
  { kernel, stride, padding }: { kernel: number; stride: number; padding: number },
): PlainMap {
  const outputs = gamma.length;
  const shape = [
    Math.floor((x.height + 2 * padding - kernel) / stride) + 1,
    Math.floor((x.width + 2 * padding - kernel) / stride) + 1,
    outputs,
  ] as const;
  return fillMap(shape, (row, column, o) => {
    let sum = 0;
    for (let i = 0; i < x.channels; i++)
      for (let ky = 0; ky < kernel; ky++)
        for (let kx = 0; kx < kernel; kx++) {
          const y = row * stride + ky - padding;
          const at = column * stride + kx - padding;
          if (y < 0 || at < 0 || y >= x.height || at >= x.width) continue;
          const weight = weights[((o * x.channels + i) * kernel + ky) * kernel + kx] ?? NaN;
          sum += weight * x.at(y, at, i);
        }
    const normal = (sum - (mean[o] ?? NaN)) / Math.sqrt((variance[o] ?? NaN) + 1e-3);
    const value = normal * (gamma[o] ?? NaN) + (beta[o] ?? NaN);
    return value / (1 + Math.exp(-value));
  });
}
