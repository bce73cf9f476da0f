/** Looks at what this thread of the browser offers. */

import type { Surroundings } from "./backend.ts";

/** Returns what this thread offers. Makes one small WebGL context and gives it back. */
export function lookAround(): Surroundings {
  return {
    renderer: findRenderer(),
    // Undefined in old browsers, which have no threads either.
    isolated: Boolean(globalThis.crossOriginIsolated),
    cores: navigator.hardwareConcurrency || 1,
  };
}

/** Returns the name of this thread's WebGL 2 renderer, undefined where there is none. */
export function findRenderer(): string | undefined {
  const gl = makeContext();
  if (!gl) return undefined;
  const details = gl.getExtension("WEBGL_debug_renderer_info");
  const name: unknown = gl.getParameter(details ? details.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return typeof name === "string" && name !== "" ? name : "an unnamed renderer";
}

function makeContext(): WebGL2RenderingContext | null {
  if (typeof OffscreenCanvas !== "undefined") return new OffscreenCanvas(1, 1).getContext("webgl2");
  if (typeof document === "undefined") return null;
  return document.createElement("canvas").getContext("webgl2");
}
