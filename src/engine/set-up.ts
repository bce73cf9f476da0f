/** Makes TensorFlow.js ready on a backend, with the settings measured to be best. */

import "@tensorflow/tfjs-backend-wasm/dist/flags_wasm.js";
import plainUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simdUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import threadedUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url";
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm/dist/base.js";
import "@tensorflow/tfjs-backend-webgl/dist/flags_webgl.js";
import { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl/dist/base.js";
import { backend, env, ready, setBackend } from "@tensorflow/tfjs-core";
import type { BackendChoice } from "./backend.ts";
import { registerKernels } from "./kernels.ts";

/** Idle textures are kept for the next run up to this many bytes of graphics memory. */
const textureBytes = 512 * 2 ** 20;

/**
 * Makes the chosen backend the current one of this thread. `onLost` is told when its graphics context is lost.
 * Rejects where the backend does not start.
 */
export async function setUp(
  { backend: name, threads }: Pick<BackendChoice, "backend" | "threads">,
  onLost: () => void,
): Promise<void> {
  registerKernels();
  if (name === "wasm") await setUpWasm(threads);
  else await setUpWebGL(onLost);
}

async function setUpWebGL(onLost: () => void): Promise<void> {
  env().set("WEBGL_PACK", true);
  env().set("WEBGL_CONV_IM2COL", true);
  env().set("WEBGL_EXP_CONV", false);
  env().set("WEBGL_FORCE_F16_TEXTURES", false);
  env().set("WEBGL_DELETE_TEXTURE_THRESHOLD", textureBytes);
  if (!(await setBackend("webgl"))) throw new Error("WebGL did not start");
  await ready();
  const current = backend();
  if (!(current instanceof MathBackendWebGL)) throw new Error("another backend started");
  current.gpgpu.gl.canvas.addEventListener("webglcontextlost", onLost, { once: true });
}

async function setUpWasm(threads: number): Promise<void> {
  // Threads live in workers of their own, whose addresses are no base for a relative one.
  const absolute = (url: string): string => new URL(url, import.meta.url).href;
  setWasmPaths({
    "tfjs-backend-wasm.wasm": absolute(plainUrl),
    "tfjs-backend-wasm-simd.wasm": absolute(simdUrl),
    "tfjs-backend-wasm-threaded-simd.wasm": absolute(threadedUrl),
  });
  if (threads === 1) env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  else setThreadsCount(threads);
  await withCores(2 * threads, async () => {
    if (!(await setBackend("wasm"))) throw new Error("WebAssembly did not start");
    await ready();
  });
}

/** TensorFlow.js makes half as many threads as there are cores, whatever it is told. */
async function withCores(cores: number, work: () => Promise<void>): Promise<void> {
  Object.defineProperty(navigator, "hardwareConcurrency", { get: () => cores, configurable: true });
  try {
    await work();
  } finally {
    Reflect.deleteProperty(navigator, "hardwareConcurrency");
  }
}
