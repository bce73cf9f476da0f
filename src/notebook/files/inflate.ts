/** Compression for addresses, and its inverse that stops before what it makes becomes large. */

/** How much compressed data is given at once: what is made of it can't be more than a megabyte. */
const step = 1_024;

/** Returns bytes compressed (RFC 1951, without a header). */
export async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Returns what was compressed; "too large" as soon as it is more than `most` bytes, and "broken" where it is no
 * compressed data or was cut. What comes from an address may inflate to gigabytes: never much more than `most` is made.
 */
export async function inflate(
  bytes: Uint8Array<ArrayBuffer>,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | "too large" | "broken"> {
  let at = 0;
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(controller) {
        controller.enqueue(bytes.slice(at, at + step));
        at += step;
        if (at >= bytes.length) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const reader = source.pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length;
      if (length > most) {
        reader.cancel().catch(() => undefined);
        return "too large";
      }
      parts.push(next.value);
    }
  } catch {
    return "broken";
  }
  const whole = new Uint8Array(length);
  let filled = 0;
  for (const part of parts) {
    whole.set(part, filled);
    filled += part.length;
  }
  return whole;
}
