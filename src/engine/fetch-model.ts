/** Downloads a network's two files with progress. */

import { type OnProgress, ReadableError } from "../trace/index.ts";
import type { ModelFiles } from "./core.ts";

/**
 * Returns the files of a model folder: config.yaml and parameters.safetensors.
 * Rejects with a ReadableError that names the file where one can't be had.
 */
export async function fetchModel(
  url: string,
  onProgress?: OnProgress,
  signal?: AbortSignal,
): Promise<ModelFiles> {
  const folder = url.replace(/\/$/, "");
  const name = folder.split("/").at(-1) ?? folder;
  const decoder = new TextDecoder();
  const config = decoder.decode(await fetchBytes(`${folder}/config.yaml`, { signal }));
  const parameters = await fetchBytes(`${folder}/parameters.safetensors`, {
    signal,
    onShare: (share) =>
      onProgress?.({ step: "Downloading parameters", ...(share === undefined ? {} : { share }) }),
  });
  return { name, config, parameters };
}

interface FetchOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onShare?: (share: number | undefined) => void;
}

async function fetchBytes(url: string, { signal, onShare }: FetchOptions): Promise<ArrayBuffer> {
  const file = url.split("/").at(-1) ?? url;
  const unreachable = (found: string, cause?: unknown): ReadableError =>
    new ReadableError(
      {
        what: `${file} could not be downloaded`,
        found,
        todo: "Check the connection and try again",
      },
      { cause },
    );
  let response: Response;
  try {
    response = await fetch(url, { signal: signal ?? null });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable("no answer", error);
  }
  // A single-page server answers a missing file with its page.
  const isPage = response.headers.get("content-type")?.startsWith("text/html") ?? false;
  if (!response.ok || isPage)
    throw unreachable(isPage ? "a web page in its place" : `status ${String(response.status)}`);
  const total = Number(response.headers.get("content-length"));
  const encoded = response.headers.has("content-encoding");
  const parts: Uint8Array[] = [];
  let received = 0;
  const reader = response.body?.getReader();
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      parts.push(part.value);
      received += part.value.length;
      onShare?.(total > 0 && !encoded ? Math.min(1, received / total) : undefined);
    }
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable(`an end after ${String(received)} bytes`, error);
  }
  const bytes = new Uint8Array(received);
  parts.reduce((offset, part) => {
    bytes.set(part, offset);
    return offset + part.length;
  }, 0);
  return bytes.buffer;
}
