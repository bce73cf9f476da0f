/** Weighs what a browser downloads to have the engine: its JavaScript and one WebAssembly binary. */

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildEngine, root } from "./serve.ts";

/** Compressed bytes of the engine. */
export interface Weight {
  /** Where the files are from, for the report. */
  readonly source: string;
  /** The worker's JavaScript. */
  readonly javascript: number;
  /** Each WebAssembly binary; a browser downloads one of them. */
  readonly binaries: readonly { readonly name: string; readonly bytes: number }[];
}

/** Returns the weight in the built site, of the worker built for this alone where there is no site. */
export async function weighEngine(): Promise<Weight> {
  const dist = join(root, "dist");
  return (
    weighFolder(dist, "the built site, dist/") ??
    weighFolder(await buildEngine(), "the worker built alone, since there is no dist/") ??
    fail()
  );
}

/** Returns the most that one browser downloads. */
export function largestDownload({ javascript, binaries }: Weight): number {
  return javascript + Math.max(0, ...binaries.map(({ bytes }) => bytes));
}

/** Returns the weight of a folder's assets, undefined where they hold no engine. */
export function weighFolder(folder: string, source: string): Weight | undefined {
  const assets = join(folder, "assets");
  if (!existsSync(assets)) return undefined;
  const compressed = (name: string): number =>
    gzipSync(readFileSync(join(assets, name)), { level: 9 }).length;
  const files = readdirSync(assets).toSorted();
  const scripts = files.filter((name) => /^worker-[\w-]+\.js$/.test(name));
  const binaries = files.filter((name) => /^tfjs-backend-wasm.*\.wasm$/.test(name));
  if (scripts.length === 0 || binaries.length === 0) return undefined;
  return {
    source,
    javascript: scripts.reduce((sum, name) => sum + compressed(name), 0),
    binaries: binaries.map((name) => ({
      name: name.replace(/-[\w-]{8}\.wasm$/, ".wasm"),
      bytes: compressed(name),
    })),
  };
}

function fail(): never {
  throw new Error("the built worker has no JavaScript or no WebAssembly");
}
