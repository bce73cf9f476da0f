/** Registers only the kernels that the network and its gradients use, so that the page stays light. */

import { type KernelConfig, registerKernel } from "@tensorflow/tfjs-core";
import { _fusedMatMulConfig as glFusedMatMul } from "@tensorflow/tfjs-backend-webgl/dist/kernels/_FusedMatMul.js";
import { addConfig as glAdd } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Add.js";
import { batchMatMulConfig as glMatMul } from "@tensorflow/tfjs-backend-webgl/dist/kernels/BatchMatMul.js";
import { clipByValueConfig as glClipByValue } from "@tensorflow/tfjs-backend-webgl/dist/kernels/ClipByValue.js";
import { concatConfig as glConcat } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Concat.js";
import { conv2DConfig as glConv } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Conv2D.js";
import { fusedConv2DConfig as glFusedConv } from "@tensorflow/tfjs-backend-webgl/dist/kernels/FusedConv2D.js";
import { identityConfig as glIdentity } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Identity.js";
import { leakyReluConfig as glLeakyRelu } from "@tensorflow/tfjs-backend-webgl/dist/kernels/LeakyRelu.js";
import { maxConfig as glMax } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Max.js";
import { maxPoolConfig as glMaxPool } from "@tensorflow/tfjs-backend-webgl/dist/kernels/MaxPool.js";
import { meanConfig as glMean } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Mean.js";
import { multiplyConfig as glMultiply } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Multiply.js";
import { reluConfig as glRelu } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Relu.js";
import { reshapeConfig as glReshape } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Reshape.js";
import { resizeNearestNeighborConfig as glResize } from "@tensorflow/tfjs-backend-webgl/dist/kernels/ResizeNearestNeighbor.js";
import { sigmoidConfig as glSigmoid } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Sigmoid.js";
import { sliceConfig as glSlice } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Slice.js";
import { tanhConfig as glTanh } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Tanh.js";
import { transposeConfig as glTranspose } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Transpose.js";
import { _fusedMatMulConfig as wasmFusedMatMul } from "@tensorflow/tfjs-backend-wasm/dist/kernels/_FusedMatMul.js";
import { addConfig as wasmAdd } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Add.js";
import { batchMatMulConfig as wasmMatMul } from "@tensorflow/tfjs-backend-wasm/dist/kernels/BatchMatMul.js";
import { castConfig as wasmCast } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Cast.js";
import { clipByValueConfig as wasmClipByValue } from "@tensorflow/tfjs-backend-wasm/dist/kernels/ClipByValue.js";
import { concatConfig as wasmConcat } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Concat.js";
import { conv2DConfig as wasmConv } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Conv2D.js";
import { fusedConv2DConfig as wasmFusedConv } from "@tensorflow/tfjs-backend-wasm/dist/kernels/FusedConv2D.js";
import { identityConfig as wasmIdentity } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Identity.js";
import { leakyReluConfig as wasmLeakyRelu } from "@tensorflow/tfjs-backend-wasm/dist/kernels/LeakyRelu.js";
import { maxConfig as wasmMax } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Max.js";
import { maxPoolConfig as wasmMaxPool } from "@tensorflow/tfjs-backend-wasm/dist/kernels/MaxPool.js";
import { meanConfig as wasmMean } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Mean.js";
import { multiplyConfig as wasmMultiply } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Multiply.js";
import { reluConfig as wasmRelu } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Relu.js";
import { reshapeConfig as wasmReshape } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Reshape.js";
import { resizeNearestNeighborConfig as wasmResize } from "@tensorflow/tfjs-backend-wasm/dist/kernels/ResizeNearestNeighbor.js";
import { sigmoidConfig as wasmSigmoid } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Sigmoid.js";
import { sliceConfig as wasmSlice } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Slice.js";
import { tanhConfig as wasmTanh } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Tanh.js";
// Mean fails without it, and SE with it.
import { transposeConfig as wasmTranspose } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Transpose.js";
import { gradientKernels } from "./gradient-kernels.ts";

const kernels: readonly KernelConfig[] = [
  ...[glFusedMatMul, glAdd, glMatMul, glConcat, glConv, glFusedConv, glIdentity, glMaxPool],
  ...[glMean, glMultiply, glRelu, glReshape, glResize, glSigmoid, glTranspose],
  ...[glClipByValue, glLeakyRelu, glMax, glSlice, glTanh],
  ...[wasmFusedMatMul, wasmAdd, wasmMatMul, wasmCast, wasmConcat, wasmConv, wasmFusedConv],
  ...[wasmIdentity, wasmMaxPool, wasmMean, wasmMultiply, wasmRelu, wasmReshape, wasmResize],
  ...[wasmSigmoid, wasmTranspose, wasmClipByValue, wasmLeakyRelu, wasmMax, wasmSlice, wasmTanh],
  ...gradientKernels,
];

let registered = false;

/** Makes every op of `src/network` run on WebGL and WebAssembly. Safe to call twice. */
export function registerKernels(): void {
  if (registered) return;
  registered = true;
  for (const kernel of kernels) registerKernel(kernel);
}
