/** Every kernel of both backends: a graph may use any operation. Loaded with the first graph. */

import { backend, env, getBackend, getKernelsForBackend } from "@tensorflow/tfjs-core";

let loading: Promise<unknown> | undefined;

/** Registers every kernel. Safe to call twice. */
export async function registerEveryKernel(): Promise<void> {
  // Those of our own network are registered already, which TensorFlow.js would warn of one by one.
  env().set("PROD", true);
  loading ??= Promise.all([
    import("@tensorflow/tfjs-backend-webgl/dist/register_all_kernels.js"),
    import("@tensorflow/tfjs-backend-wasm/dist/register_all_kernels.js"),
  ]).then(() => {
    // A backend prepares the kernels that it knows when it starts, and never those that come later.
    for (const { setupFunc } of getKernelsForBackend(getBackend())) setupFunc?.(backend());
  });
  await loading;
}
