/** Hostile input too large to lie here as a file; on Node. */

import { Buffer } from "node:buffer";
import { crc32, deflateRawSync } from "node:zlib";

/** Returns a notebook with a cell of 50 MB that would set `globalThis.pwned`. */
export function hugeCell(): string {
  const line = 'globalThis.pwned = "huge-cell";\n';
  const source = line.repeat(Math.ceil(50_000_000 / line.length));
  return `<!doctype html>\n<notebook>\n<script id="1" type="module">\n${source}</script>\n</notebook>\n`;
}

/** Returns a notebook with a cell of 1.5 MB, which is shown but not run. */
export function longCell(): string {
  const source = 'globalThis.pwned = "long-cell";\n'.repeat(47_000);
  return `<!doctype html>\n<notebook>\n<script id="1" type="module">\n${source}</script>\n</notebook>\n`;
}

/** Returns a notebook with one cell more than is allowed. */
export function tooManyCells(): string {
  return `<notebook>${'<script type="text/markdown">a</script>'.repeat(2_001)}</notebook>`;
}

/** Returns what stands behind "#/link/" for any bytes, with their checksum or a given one. */
export function payloadOf(bytes: Uint8Array | string, checksum?: number): string {
  const content = Buffer.from(bytes);
  return framed(deflateRawSync(content, { level: 9 }), checksum ?? crc32(content));
}

/** Returns the payload of a link that inflates to some 700 MB, as much as its length can. */
export function bombPayload(): string {
  // Blocks of zeros that are not the last one follow each other.
  const chunk = deflateRawSync(Buffer.alloc(8_000_000), { level: 9, finishFlush: 2 });
  return framed(Buffer.concat(Array.from({ length: 88 }, () => chunk)), 0);
}

/** Returns the payload of a link that would inflate to 4 GB; it is too long to be read at all. */
export function giantPayload(): string {
  const chunk = deflateRawSync(Buffer.alloc(8_000_000), { level: 9, finishFlush: 2 });
  return framed(Buffer.concat(Array.from({ length: 500 }, () => chunk)), 0);
}

const notebook = '<notebook><script type="module">globalThis.pwned = "link"</script></notebook>';

/** Links by name, each with a part of the sentence that must be shown. */
export const badPayloads: Readonly<Record<string, { payload: () => string; sentence: string }>> = {
  "inflates to gigabytes": { payload: bombPayload, sentence: "This link holds more than a notebook" },
  "would inflate to gigabytes": { payload: giantPayload, sentence: "more than any link has" },
  "broken base64": { payload: () => "1%%%", sentence: "This link can't be read" },
  "cut base64": { payload: () => payloadOf(`\n${notebook}`).slice(0, -9), sentence: "This link can't be read" },
  "wrong checksum": { payload: () => payloadOf(`\n${notebook}`, 1), sentence: "a checksum that does not fit" },
  "another version": { payload: () => `9${payloadOf(notebook).slice(1)}`, sentence: "expected version 1, found version 9" },
  "no compressed data": { payload: () => `1${Buffer.from("nothing of use").toString("base64url")}`, sentence: "data that was cut or changed" },
  "settings of 10,000 levels": { payload: () => payloadOf(`${deepStates(10_000)}\n${notebook}`), sentence: "at most 8 levels" },
  "settings that pollute": { payload: () => payloadOf(`{"__proto__":{"pwned":"link"}}\n${notebook}`), sentence: '"__proto__"' },
  "no notebook inside": { payload: () => payloadOf("\n<p>Hello</p>"), sentence: "is not a notebook" },
};

/** Returns JSON with objects in each other. */
export function deepStates(levels: number): string {
  return `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
}

function framed(packed: Uint8Array, checksum: number): string {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(checksum);
  return `1${Buffer.concat([head, packed]).toString("base64url")}`;
}
