/**
 * Grad-CAM (Selvaraju, Cogswell, Das, Vedantam, Parikh, Batra: "Grad-CAM: Visual Explanations from Deep Networks
 * via Gradient-based Localization", arXiv 1610.02391).
 */

import { type Tensor2D, type Tensor4D, mean, mul, relu, reshape, sum } from "@tensorflow/tfjs-core";

/**
 * Returns ReLU(Σ_c α_c · A_c) [height, width] of a map A [1, height, width, C], where α_c is the mean over space
 * of the target's gradient by A_c.
 */
export function gradCam(map: Tensor4D, gradient: Tensor4D): Tensor2D {
  const [, height, width] = map.shape;
  const weights = mean(gradient, [1, 2], true);
  return reshape(relu(sum(mul(map, weights), 3)), [height, width]);
}
