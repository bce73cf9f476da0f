/**
 * EigenCAM (Muhammad, Yeasin: "Eigen-CAM: Class Activation Map using Principal Components", arXiv 2008.00299).
 */

import { type Tensor4D, matMul, reshape, tidy } from "@tensorflow/tfjs-core";

/** Rounds of the power iteration at most; two components nearly alike take long to tell apart. */
const mostRounds = 2000;
/** The iteration ends when no number of the unit vector changes by more. */
const still = 1e-9;

/**
 * Returns A · v [height · width] of a map A taken as [height · width, C], where v is its first right singular
 * vector: the channels as they vary together most. As in the paper A is not centred. A singular vector has no
 * sign of its own: it is turned so that the projections add up to no less than 0.
 */
export async function eigenCam(map: Tensor4D): Promise<Float32Array> {
  const [, height, width, channels] = map.shape;
  const gram = tidy(() => {
    const flat = reshape(map, [height * width, channels]);
    return matMul(flat, flat, true, false);
  });
  try {
    const [products, values] = await Promise.all([gram.data<"float32">(), map.data<"float32">()]);
    return project(values, firstEigenvector(products, channels));
  } finally {
    gram.dispose();
  }
}

/** Returns the unit eigenvector of the largest eigenvalue of a symmetric, positive matrix of this size. */
export function firstEigenvector(matrix: ArrayLike<number>, size: number): Float64Array {
  let vector = largestColumn(matrix, size);
  for (let round = 0; round < mostRounds; round++) {
    const next = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += (matrix[i * size + j] ?? 0) * (vector[j] ?? 0);
      next[i] = sum;
    }
    const length = Math.hypot(...next);
    if (!(length > 0)) return vector;
    let most = 0;
    for (let i = 0; i < size; i++) {
      next[i] = (next[i] ?? 0) / length;
      most = Math.max(most, Math.abs((next[i] ?? 0) - (vector[i] ?? 0)));
    }
    vector = next;
    if (most < still) break;
  }
  return vector;
}

/** The largest column has a part in every direction that matters to the largest channel. */
function largestColumn(matrix: ArrayLike<number>, size: number): Float64Array {
  let largest = 0;
  for (let i = 1; i < size; i++)
    if ((matrix[i * size + i] ?? 0) > (matrix[largest * size + largest] ?? 0)) largest = i;
  return Float64Array.from({ length: size }, (_, i) => matrix[i * size + largest] ?? 0);
}

function project(values: Float32Array, vector: Float64Array): Float32Array {
  const channels = vector.length;
  const projected = new Float32Array(values.length / channels);
  let all = 0;
  for (let cell = 0; cell < projected.length; cell++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += (values[cell * channels + c] ?? 0) * (vector[c] ?? 0);
    projected[cell] = sum;
    all += sum;
  }
  return all < 0 ? projected.map((value) => -value) : projected;
}
