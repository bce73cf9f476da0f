/** Downloads a network's files with progress. */

import { type OnProgress, ReadableError } from "../trace/index.ts";
import type { ModelFiles } from "./door.ts";

/** How a network is downloaded. */
export interface FetchModelOptions {
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The browser's own where it is left out. */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * Returns the files of a model folder: config.yaml, parameters.safetensors and, where there is one, reference.json.
 * Rejects with a ReadableError that names the file where one can't be had, or with the signal's reason.
 */
export async function fetchModel(
  url: string,
  { onProgress, signal, fetch = globalThis.fetch.bind(globalThis) }: FetchModelOptions = {},
): Promise<ModelFiles> {
  const folder = url.replace(/\/+$/, "");
  const name = folder.split("/").at(-1) ?? folder;
  const step = "Downloading parameters";
  const get = async (file: string, onShare?: OnShare): Promise<ArrayBuffer | undefined> => {
    try {
      return await fetchBytes(`${folder}/${file}`, { file, fetch, onShare, signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  };
  onProgress?.({ step, share: 0 });
  const [config, parameters, reference] = await Promise.all([
    get("config.yaml"),
    get("parameters.safetensors", (share) => {
      onProgress?.(share === undefined ? { step } : { step, share });
    }),
    get("reference.json"),
  ]);
  if (!config) throw unreachable("config.yaml", "no such file");
  if (!parameters) throw unreachable("parameters.safetensors", "no such file");
  const text = (bytes: ArrayBuffer): string => new TextDecoder().decode(bytes);
  return {
    name,
    config: text(config),
    parameters,
    ...(reference ? { reference: text(reference) } : {}),
  };
}

type OnShare = (share: number | undefined) => void;

interface FetchBytes extends Required<Pick<FetchModelOptions, "fetch">> {
  readonly file: string;
  readonly onShare: OnShare | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Returns a file's bytes, undefined where the server says that there is none. */
async function fetchBytes(
  url: string,
  { file, fetch, onShare, signal }: FetchBytes,
): Promise<ArrayBuffer | undefined> {
  const response = await fetch(url, { signal: signal ?? null }).catch((error: unknown) => {
    throw unreachable(file, "no answer", error);
  });
  // A server of single-page applications answers a missing file with its page.
  const isPage = response.headers.get("content-type")?.startsWith("text/html") ?? false;
  if (response.status === 404 || isPage) {
    await response.body?.cancel();
    return undefined;
  }
  if (!response.ok) throw unreachable(file, `status ${String(response.status)}`);
  // The length of what was compressed says nothing of what arrives.
  const length = response.headers.has("content-encoding")
    ? 0
    : Number(response.headers.get("content-length"));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let received = 0;
  const reader = response.body?.getReader();
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      parts.push(part.value);
      received += part.value.length;
      onShare?.(length > 0 ? Math.min(1, received / length) : undefined);
    }
  } catch (error) {
    throw unreachable(file, `an end after ${received.toLocaleString("en")} bytes`, error);
  }
  return new Blob(parts).arrayBuffer();
}

function unreachable(file: string, found: string, cause?: unknown): ReadableError {
  return new ReadableError(
    {
      what: `${file} could not be downloaded`,
      found,
      todo: "Check the address and the connection, and try again",
    },
    { cause },
  );
}
