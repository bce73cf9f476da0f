/** The kernels that gradients of the network need beside those of a forward pass. */

import type { KernelConfig } from "@tensorflow/tfjs-core";
import { castConfig as glCast } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Cast.js";
import { conv2DBackpropInputConfig as glConv2DBackpropInput } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Conv2DBackpropInput.js";
import { equalConfig as glEqual } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Equal.js";
import { greaterEqualConfig as glGreaterEqual } from "@tensorflow/tfjs-backend-webgl/dist/kernels/GreaterEqual.js";
import { lessEqualConfig as glLessEqual } from "@tensorflow/tfjs-backend-webgl/dist/kernels/LessEqual.js";
import { logicalAndConfig as glLogicalAnd } from "@tensorflow/tfjs-backend-webgl/dist/kernels/LogicalAnd.js";
import { maxPoolGradConfig as glMaxPoolGrad } from "@tensorflow/tfjs-backend-webgl/dist/kernels/MaxPoolGrad.js";
import { padV2Config as glPadV2 } from "@tensorflow/tfjs-backend-webgl/dist/kernels/PadV2.js";
import { realDivConfig as glRealDiv } from "@tensorflow/tfjs-backend-webgl/dist/kernels/RealDiv.js";
import { resizeNearestNeighborGradConfig as glResizeNearestNeighborGrad } from "@tensorflow/tfjs-backend-webgl/dist/kernels/ResizeNearestNeighborGrad.js";
import { selectConfig as glSelect } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Select.js";
import { splitVConfig as glSplitV } from "@tensorflow/tfjs-backend-webgl/dist/kernels/SplitV.js";
import { squareConfig as glSquare } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Square.js";
import { stepConfig as glStep } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Step.js";
import { subConfig as glSub } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Sub.js";
import { sumConfig as glSum } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Sum.js";
import { zerosLikeConfig as glZerosLike } from "@tensorflow/tfjs-backend-webgl/dist/kernels/ZerosLike.js";
import { conv2DBackpropInputConfig as wasmConv2DBackpropInput } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Conv2DBackpropInput.js";
import { equalConfig as wasmEqual } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Equal.js";
import { greaterEqualConfig as wasmGreaterEqual } from "@tensorflow/tfjs-backend-wasm/dist/kernels/GreaterEqual.js";
import { lessEqualConfig as wasmLessEqual } from "@tensorflow/tfjs-backend-wasm/dist/kernels/LessEqual.js";
import { logicalAndConfig as wasmLogicalAnd } from "@tensorflow/tfjs-backend-wasm/dist/kernels/LogicalAnd.js";
import { maxPoolGradConfig as wasmMaxPoolGrad } from "@tensorflow/tfjs-backend-wasm/dist/kernels/MaxPoolGrad.js";
import { padV2Config as wasmPadV2 } from "@tensorflow/tfjs-backend-wasm/dist/kernels/PadV2.js";
import { realDivConfig as wasmRealDiv } from "@tensorflow/tfjs-backend-wasm/dist/kernels/RealDiv.js";
import { resizeNearestNeighborGradConfig as wasmResizeNearestNeighborGrad } from "@tensorflow/tfjs-backend-wasm/dist/kernels/ResizeNearestNeighborGrad.js";
import { selectConfig as wasmSelect } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Select.js";
import { splitVConfig as wasmSplitV } from "@tensorflow/tfjs-backend-wasm/dist/kernels/SplitV.js";
import { squareConfig as wasmSquare } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Square.js";
import { stepConfig as wasmStep } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Step.js";
import { subConfig as wasmSub } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Sub.js";
import { sumConfig as wasmSum } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Sum.js";
import { zerosLikeConfig as wasmZerosLike } from "@tensorflow/tfjs-backend-wasm/dist/kernels/ZerosLike.js";

/** One of each backend; `network/gradients.ts` lists the gradients that use them. */
export const gradientKernels: readonly KernelConfig[] = [
  ...[glCast, glConv2DBackpropInput, glEqual, glGreaterEqual, glLessEqual],
  ...[glLogicalAnd, glMaxPoolGrad, glPadV2, glRealDiv, glResizeNearestNeighborGrad],
  ...[glSelect, glSplitV, glSquare, glStep, glSub],
  ...[glSum, glZerosLike, wasmConv2DBackpropInput, wasmEqual, wasmGreaterEqual],
  ...[wasmLessEqual, wasmLogicalAnd, wasmMaxPoolGrad, wasmPadV2, wasmRealDiv],
  ...[wasmResizeNearestNeighborGrad, wasmSelect, wasmSplitV, wasmSquare, wasmStep],
  ...[wasmSub, wasmSum, wasmZerosLike],
];
