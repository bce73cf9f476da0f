/** Which backend computes, and why: a pure choice from what the browser offers. */

/** A TensorFlow.js backend of the engine. */
export type Backend = "webgl" | "wasm";

/** What the page asks for; "auto" leaves the choice to the engine. */
export type BackendWish = Backend | "auto";

/** What was found in the browser. */
export interface Surroundings {
  /** Name of the WebGL 2 renderer, undefined where there is no WebGL 2. */
  readonly renderer: string | undefined;
  /** Whether WebAssembly can have threads here (a cross-origin isolated page). */
  readonly isolated: boolean;
  readonly cores: number;
}

/** A backend and the reason for it, in a sentence for the page. */
export interface BackendChoice {
  readonly backend: Backend;
  readonly why: string;
  /** Threads of WebAssembly; 1 for WebGL. */
  readonly threads: number;
}

/** Renderers that compute on the processor and are many times slower than WebAssembly there. */
const emulated = /swiftshader|llvmpipe|softpipe|basic render|software/i;

/** Returns whether a renderer only emulates a graphics card. */
export function isEmulated(renderer: string): boolean {
  return emulated.test(renderer);
}

/** Returns the backend for a wish and a browser. A wish for WebGL where there is none falls back and says so. */
export function chooseBackend(
  wish: BackendWish,
  { renderer, isolated, cores }: Surroundings,
): BackendChoice {
  // One core stays free, since two threads on a busy core are slower than one.
  const threads = isolated ? Math.max(1, cores - 1) : 1;
  const wasm = (why: string): BackendChoice => ({ backend: "wasm", why, threads });
  const webgl = (why: string): BackendChoice => ({ backend: "webgl", why, threads: 1 });
  if (renderer === undefined) {
    const missing = "This browser offers no WebGL 2 here";
    return wasm(wish === "webgl" ? `${missing}, so WebAssembly runs instead.` : `${missing}.`);
  }
  if (wish === "wasm") return wasm("You chose it.");
  const slow = isEmulated(renderer);
  if (wish === "webgl")
    return webgl(
      slow
        ? `You chose it. It is emulated on the processor (${short(renderer)}) and slow.`
        : "You chose it.",
    );
  return slow
    ? wasm(
        `WebGL is only emulated on the processor here (${short(renderer)}), and WebAssembly is many times faster.`,
      )
    : webgl(`Runs on ${short(renderer)}.`);
}

/** Returns the part of a renderer's name that a person knows: ANGLE wraps it in its own. */
function short(renderer: string): string {
  const inner = /^ANGLE \((?:[^,]*, )?([^,(]+)/.exec(renderer)?.[1] ?? renderer;
  return inner.trim();
}
