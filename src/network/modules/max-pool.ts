/** Max pooling that keeps the size, with its own gradient: TensorFlow.js's on WebAssembly gives every tie the whole. */

import {
  type Tensor,
  type Tensor4D,
  add,
  customGrad,
  div,
  maxPool,
  mul,
  pad,
  reshape,
  slice,
  step,
  sub,
} from "@tensorflow/tfjs-core";

type Explicit = [[number, number], [number, number], [number, number], [number, number]];

/** Less than any number of a map. */
const least = -1e30;

/**
 * Returns the largest value in a square of odd `size` around every cell, [batch, height, width, channels]. Its
 * gradient goes to the cell that was largest; cells that were largest together share it.
 */
export function maxPoolSame(x: Tensor4D, size: number): Tensor4D {
  const half = Math.floor(size / 2);
  const { shape } = x;
  const pooled = customGrad((...given) => {
    const value = maxPool(x, size, 1, half, "floor");
    const save = given.at(-1);
    if (typeof save === "function") save([x, value]);
    return {
      value,
      gradFunc: (dy: Tensor4D, [input, output]: Tensor[]) => {
        if (!input || !output) throw new Error("max pooling saved nothing");
        const whole: Tensor4D = reshape(input, shape);
        // A square's maximum is that of its columns' maxima, so that 2 · size shifts do for size².
        const padding: Explicit = [
          [0, 0],
          [half, half],
          [0, 0],
          [0, 0],
        ];
        const columns = maxPool(whole, [size, 1], 1, padding, "floor");
        const byColumns = share(dy, {
          input: columns,
          output: reshape(output, shape),
          size,
          axis: 2,
        });
        return share(byColumns, { input: whole, output: columns, size, axis: 1 });
      },
    };
  });
  return pooled(x);
}

interface Pooled {
  readonly input: Tensor4D;
  readonly output: Tensor4D;
  readonly size: number;
  /** 1 where a column of cells was pooled, 2 where a row. */
  readonly axis: 1 | 2;
}

/** Returns the gradient by the input of pooling along one axis. */
function share(dy: Tensor4D, { input, output, size, axis }: Pooled): Tensor4D {
  const half = Math.floor(size / 2);
  const around = (before: number, after: number): [number, number][] =>
    [0, 1, 2, 3].map((one) => (one === axis ? [before, after] : [0, 0]));
  const from = (place: number): number[] => [0, 1, 2, 3].map((one) => (one === axis ? place : 0));
  const padded = pad(input, around(half, half), least);
  const shifts = Array.from({ length: size }, (_, k) => k);
  // 1 where the shifted cell is the largest: no output is below it.
  const largest = shifts.map((k) =>
    sub<Tensor4D>(1, step(sub(output, slice(padded, from(k), input.shape)))),
  );
  const each = div<Tensor4D>(
    dy,
    largest.reduce((sum, one) => add(sum, one)),
  );
  const back = shifts.map((k) => pad(mul(each, largest[k] ?? 0), around(k, size - 1 - k)));
  const sum = back.reduce((all, one) => add(all, one));
  return reshape(slice(sum, from(half), input.shape), input.shape);
}
