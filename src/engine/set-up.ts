/** Looks at the browser and makes TensorFlow.js ready on a backend, with the settings measured to be best. */

import "@tensorflow/tfjs-backend-wasm/dist/flags_wasm.js";
import plainUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simdUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import threadedUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url";
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm/dist/base.js";
import "@tensorflow/tfjs-backend-webgl/dist/flags_webgl.js";
import { type MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl/dist/base.js";
import { backend, env, ready, removeBackend, setBackend } from "@tensorflow/tfjs-core";
import type { BackendChoice, Surroundings } from "./backend.ts";
import { registerKernels } from "./kernels.ts";

/** Returns what this thread of the browser offers. Makes one small WebGL context and gives it back. */
export function lookAround(): Surroundings {
  return {
    renderer: findRenderer(),
    isolated: globalThis.crossOriginIsolated,
    cores: navigator.hardwareConcurrency || 1,
  };
}

function findRenderer(): string | undefined {
  const canvas =
    typeof OffscreenCanvas === "undefined"
      ? document.createElement("canvas")
      : new OffscreenCanvas(1, 1);
  const gl = canvas.getContext("webgl2") as WebGL2RenderingContext | null;
  if (!gl) return undefined;
  const details = gl.getExtension("WEBGL_debug_renderer_info");
  const name = gl.getParameter(details ? details.UNMASKED_RENDERER_WEBGL : gl.RENDERER) as unknown;
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return typeof name === "string" ? name : "an unnamed renderer";
}

/**
 * Makes the chosen backend the current one. `onLost` is told when its graphics context is lost.
 * Rejects where the backend does not start.
 */
export async function setUp(
  { backend: name, threads }: BackendChoice,
  onLost: () => void,
): Promise<void> {
  registerKernels();
  removeBackend("cpu");
  if (name === "wasm") await setUpWasm(threads);
  else await setUpWebGL(onLost);
}

async function setUpWebGL(onLost: () => void): Promise<void> {
  env().set("WEBGL_PACK", true);
  env().set("CONV_IM2COL", true);
  env().set("WEBGL_EXP_CONV", false);
  env().set("WEBGL_FORCE_F16_TEXTURES", false);
  if (!(await setBackend("webgl"))) throw new Error("WebGL did not start");
  await ready();
  // The backend's own type says what tfjs-core's does not: that it has a context.
  const { canvas } = (backend() as MathBackendWebGL).gpgpu.gl;
  canvas.addEventListener("webglcontextlost", onLost);
}

async function setUpWasm(threads: number): Promise<void> {
  setWasmPaths({
    "tfjs-backend-wasm.wasm": plainUrl,
    "tfjs-backend-wasm-simd.wasm": simdUrl,
    "tfjs-backend-wasm-threaded-simd.wasm": threadedUrl,
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
