/** Registers the gradients of just the ops that the network's modules are made of. */

import { type GradConfig, registerGradient } from "@tensorflow/tfjs-core";
import { addGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Add_grad.js";
import { batchMatMulGradConfig } from "@tensorflow/tfjs-core/dist/gradients/BatchMatMul_grad.js";
import { clipByValueGradConfig } from "@tensorflow/tfjs-core/dist/gradients/ClipByValue_grad.js";
import { concatGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Concat_grad.js";
import { identityGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Identity_grad.js";
import { maxPoolGradConfig } from "@tensorflow/tfjs-core/dist/gradients/MaxPool_grad.js";
import { maxGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Max_grad.js";
import { meanGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Mean_grad.js";
import { multiplyGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Multiply_grad.js";
import { reluGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Relu_grad.js";
import { reshapeGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Reshape_grad.js";
import { resizeNearestNeighborGradConfig } from "@tensorflow/tfjs-core/dist/gradients/ResizeNearestNeighbor_grad.js";
import { sigmoidGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Sigmoid_grad.js";
import { sliceGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Slice_grad.js";
import { tanhGradConfig } from "@tensorflow/tfjs-core/dist/gradients/Tanh_grad.js";

const gradients: readonly GradConfig[] = [
  ...[addGradConfig, batchMatMulGradConfig, clipByValueGradConfig, concatGradConfig],
  ...[identityGradConfig, maxGradConfig, maxPoolGradConfig, meanGradConfig, multiplyGradConfig],
  ...[reluGradConfig, reshapeGradConfig, resizeNearestNeighborGradConfig, sigmoidGradConfig],
  ...[sliceGradConfig, tanhGradConfig],
];

let registered = false;

/**
 * Makes `grad` work through every module of a network. A convolution brings its own gradient. Safe to call
 * twice. The backend must have the kernels: `engine/kernels.ts` lists them.
 */
export function registerGradients(): void {
  if (registered) return;
  registered = true;
  for (const gradient of gradients) registerGradient(gradient);
}
