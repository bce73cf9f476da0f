/** Makes the network run on plain operations: what fusing and own kernels are measured against. */

import {
  type KernelConfig,
  type KernelFunc,
  type TensorInfo,
  getKernel,
  registerKernel,
  unregisterKernel,
} from "@tensorflow/tfjs-core";

/** A fused kernel whose parts are run one by one in its place. */
const fused = "FusedConv2D";

interface Freeing {
  disposeData(dataId: object): boolean;
}

/**
 * Returns a function that makes a backend use a convolution and an addition (true) in place of the
 * fused kernel, or the fused kernel again (false).
 */
export function plainOps(backendName: string): (plain: boolean) => void {
  const known = (name: string): KernelConfig => {
    const kernel = getKernel(name, backendName);
    if (!kernel) throw new Error(`${backendName} has no kernel ${name}`);
    return kernel;
  };
  const convolve = known("Conv2D").kernelFunc;
  const add = known("Add").kernelFunc;
  const original = known(fused);
  const kernelFunc: KernelFunc = ({ inputs, attrs, backend }) => {
    const { x, filter, bias } = inputs;
    if (!x || !filter || !bias) throw new Error("a plain convolution needs x, filter and bias");
    if (attrs?.["activation"] !== "linear")
      throw new Error("a plain convolution has no activation");
    const product = only(convolve({ inputs: { x, filter }, attrs, backend }));
    const sum = add({ inputs: { a: product, b: bias }, backend });
    (backend as Freeing).disposeData(product.dataId);
    return sum;
  };
  const plainKernel: KernelConfig = { kernelName: fused, backendName, kernelFunc };
  return (plain) => {
    unregisterKernel(fused, backendName);
    registerKernel(plain ? plainKernel : original);
  };
}

function only(result: TensorInfo | TensorInfo[]): TensorInfo {
  const [info] = Array.isArray(result) ? result : [result];
  if (!info) throw new Error("a kernel gave no tensor");
  return info;
}
