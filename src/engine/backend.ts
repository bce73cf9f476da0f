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
  /** The WebGL 2 renderer that was found where it was chosen, undefined where there is none. */
  readonly renderer: string | undefined;
}

/** Renderers that compute on the processor and are many times slower than WebAssembly there. */
const emulators: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/swiftshader/i, "SwiftShader"],
  [/llvmpipe/i, "llvmpipe"],
  [/softpipe/i, "softpipe"],
  [/basic render/i, "Microsoft Basic Render Driver"],
  [/software/i, "a software renderer"],
];

/** More threads than this are no faster for a network of this size. */
const mostThreads = 8;

/** Returns whether a renderer only emulates a graphics card. */
export function isEmulated(renderer: string): boolean {
  return emulators.some(([pattern]) => pattern.test(renderer));
}

/** Returns the backend for a wish and a browser. A wish for WebGL where there is none falls back and says so. */
export function chooseBackend(
  wish: BackendWish,
  { renderer, isolated, cores }: Surroundings,
): BackendChoice {
  // One core stays free, since two threads on a busy core are slower than one.
  const threads = isolated ? Math.min(Math.max(1, cores - 1), mostThreads) : 1;
  const wasm = (why: string): BackendChoice => ({ backend: "wasm", why, threads, renderer });
  const webgl = (why: string): BackendChoice => ({ backend: "webgl", why, threads: 1, renderer });
  if (wish === "wasm") return wasm("You chose it.");
  if (renderer === undefined) {
    const missing = "This browser offers no WebGL 2 here";
    return wasm(wish === "webgl" ? `${missing}, so WebAssembly runs instead.` : `${missing}.`);
  }
  const emulated = isEmulated(renderer);
  const name = shortName(renderer);
  if (wish === "webgl") {
    return webgl(
      emulated
        ? `You chose it. It is emulated on the processor (${name}) and slow.`
        : "You chose it.",
    );
  }
  return emulated
    ? wasm(
        `WebGL is only emulated on the processor here (${name}), and WebAssembly is many times faster.`,
      )
    : webgl(`Runs on ${name}.`);
}

/** Returns the part of a renderer's name that a person knows: browsers wrap it in the driver's details. */
export function shortName(renderer: string): string {
  const emulator = emulators.find(([pattern]) => pattern.test(renderer));
  if (emulator) return emulator[1];
  const [, device = renderer] = /^ANGLE \([^,]*, (.*), [^,]*\)$/.exec(renderer) ?? [];
  return device
    .replace(/^ANGLE Metal Renderer: /, "")
    .replace(/ ?\((R|TM|C)\)/gi, "")
    .replace(/( \(0x| Direct3D| OpenGL Engine|\/PCIe).*$/, "")
    .trim();
}
