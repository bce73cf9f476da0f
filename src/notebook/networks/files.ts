/** Which files are a network's, and what identifies them. */

import { sha256 } from "../keep/hash.ts";
import type { NetworkFile } from "../keep/types.ts";

/** What a file chooser offers. */
export const networkFileTypes = ".pt,.pth,.safetensors,.yaml,.yml,.json,.bin";

const endings = /\.(pt|pth|safetensors|ya?ml|bin)$|(^|[\\/])(model|reference)\.json$/i;

/** Returns whether a file's name is that of a network's file. */
export function isNetworkFile({ name }: { readonly name: string }): boolean {
  return endings.test(name);
}

/** A network's files, read. */
export interface ReadFiles {
  /** "network-" and the SHA-256 over all of them. */
  readonly id: string;
  readonly files: readonly { readonly name: string; readonly bytes: ArrayBuffer }[];
}

/** Returns the files' bytes and an identifier that is the same for the same bytes. */
export async function readFiles(files: readonly NetworkFile[]): Promise<ReadFiles> {
  const read = await Promise.all(
    files.map(async ({ name, blob }) => ({ name, bytes: await blob.arrayBuffer() })),
  );
  const hashes = await Promise.all(read.map(({ bytes }) => sha256(bytes)));
  const [only = ""] = hashes;
  const hash = hashes.length === 1 ? only : await sha256(hashes.sort().join(" "));
  return { id: `network-${hash}`, files: read };
}

/** Returns the size of files in bytes. */
export function sizeOf(files: readonly NetworkFile[]): number {
  return files.reduce((sum, { blob }) => sum + blob.size, 0);
}

/** Returns a size as a person reads it: "0.8 MB". */
export function sizeText(bytes: number): string {
  return bytes < 100_000
    ? `${String(Math.max(1, Math.round(bytes / 1000)))} kB`
    : `${(bytes / 1e6).toFixed(1)} MB`;
}
