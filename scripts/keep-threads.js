/** A Vite plugin that keeps TensorFlow.js's WebAssembly threads alive in a bundle. */

const guard = 'if(typeof _scriptDir !== "undefined" && _scriptDir){scriptDirectory=_scriptDir}';

/**
 * Returns the plugin. The threads are started from their factory's own source text, in which a minifier turns
 * the guarded name into a bare one that the threads don't know: each would die at its start.
 * The build fails where that text is not found any more.
 * @returns {import("vite").Plugin}
 */
export function keepThreads() {
  return {
    name: "keep-threads",
    transform(code, id) {
      if (!id.split("?")[0]?.endsWith("tfjs-backend-wasm-threaded-simd.js")) return undefined;
      if (!code.includes(guard))
        throw new Error(
          "TensorFlow.js starts its threads in another way: see scripts/keep-threads.js",
        );
      return { code: code.replace(guard, ""), map: null };
    },
  };
}
