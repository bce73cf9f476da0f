/** Links: there and back, as long as they may be, and every way in which one can be broken or hostile. */

import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { toBase64Url } from "./base64.ts";
import { crc32 } from "./checksum.ts";
import { linkTo, longestLink, readLink } from "./link.ts";
import { checkStates, parseStates, statesFromAddress, statesToAddress } from "./states.ts";

const app = "https://example.org/lens/index.html";
const shipped = readFileSync(
  new URL("../../../notebooks/channel-weights.html", import.meta.url),
  "utf8",
);

async function payloadOf(text: string, states = {}): Promise<string> {
  const link = await linkTo({ text, states }, { app: "", most: 100_000 });
  return link.kind === "link" ? link.address.replace("#/link/", "") : "";
}

/** Returns the payload of any bytes, as a stranger could make it. */
function forged(bytes: Uint8Array, checksum = crc32(bytes)): string {
  const packed = deflateRawSync(bytes, { level: 9 });
  const head = Buffer.alloc(4);
  head.writeUInt32BE(checksum);
  return `1${toBase64Url(Buffer.concat([head, packed]))}`;
}

test("a checksum is CRC-32", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
});

test("a notebook and its settings come back from an address, byte for byte", async () => {
  for (const text of [shipped, "", "\ufeff<notebook>\r\n🙂\0", "\n\n{}"]) {
    const states = { "2:photo": "cat", "5:d": { id: 3, open: [true, null, 0.5] } };
    expect(await readLink(await payloadOf(text, states))).toEqual({ text, states });
    expect(await readLink(await payloadOf(text))).toEqual({ text, states: {} });
  }
  const link = await linkTo({ text: shipped, states: {} }, { app });
  expect(link).toMatchObject({ kind: "link" });
  expect(link.kind === "link" && link.address).toMatch(
    /^https:\/\/example\.org\/lens\/index\.html#\/link\/1[\w-]{500,8000}$/,
  );
});

test("a notebook too long for a link says how long it would be", async () => {
  let text = "";
  for (let k = 0; text.length < 40_000; k++) text += String(Math.sin(k));
  const link = await linkTo({ text, states: {} }, { app });
  if (link.kind === "link") throw new Error("it fits");
  expect(link.length).toBeGreaterThan(longestLink);
  expect(link.problem.message).toBe(
    `This notebook is too long for a link: expected at most 8,000 characters, found ${link.length.toLocaleString("en-GB")}. Send it as a file: download it, and whoever gets it opens the file here.`,
  );
  expect((await linkTo({ text, states: {} }, { app, most: 50_000 })).kind).toBe("link");
  const zeros = await linkTo({ text: "0".repeat(3_000_000), states: {} }, { app });
  expect(zeros.kind).toBe("too long");
});

test("a link that unpacks to gigabytes is stopped at once", async () => {
  // A gigabyte of zeros in chunks that compress to themselves again and again.
  const chunk = deflateRawSync(Buffer.alloc(8_000_000), { level: 9, finishFlush: 2 });
  const bomb = Buffer.concat([Buffer.alloc(4), ...Array.from({ length: 90 }, () => chunk)]);
  const before = process.memoryUsage();
  const start = performance.now();
  await expect(readLink(`1${toBase64Url(bomb)}`)).rejects.toThrow(
    "This link holds more than a notebook: expected at most 2 MB when unpacked, found more; the rest was not unpacked.",
  );
  expect(performance.now() - start).toBeLessThan(2_000);
  const { arrayBuffers, external } = process.memoryUsage();
  expect(arrayBuffers + external - before.arrayBuffers - before.external).toBeLessThan(60_000_000);
});

test.each([
  ["nothing", () => "", "nothing behind"],
  ["another version", () => "2abc", "expected version 1, found version 2"],
  ["no version", () => "abc", "found a link without a version"],
  ["letters of no link", () => "1a b", "characters that no link has"],
  ["an end in the middle of a byte", () => "1abcde", "characters that no link has"],
  ["only a checksum", () => "1AAAAAA", "a link that was cut"],
  [
    "no compressed data",
    () => `1${toBase64Url(Buffer.from("\0\0\0\0\xff\xff\xff", "latin1"))}`,
    "data that was cut or changed",
  ],
  [
    "a wrong checksum",
    () => forged(Buffer.from("\n<notebook>"), 1),
    "a checksum that does not fit",
  ],
  ["bytes of no text", () => forged(Buffer.from([10, 255, 254])), "data that is no text"],
  ["no notebook", () => forged(Buffer.from("abc")), "no notebook"],
  ["settings that are no JSON", () => forged(Buffer.from("{a}\n<notebook>")), "expected JSON"],
  [
    "settings that are a list",
    () => forged(Buffer.from("[1]\n<notebook>")),
    "expected an object, found a list",
  ],
  [
    "a name that pollutes",
    () => forged(Buffer.from('{"a":{"__proto__":{"pwned":1}}}\n')),
    'found "__proto__"',
  ],
  [
    "10,000 levels",
    () => forged(Buffer.from(`${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}\n`)),
    "8 levels",
  ],
  ["a million characters", () => `1${"a".repeat(1_000_000)}`, "more than any link has"],
])("a link with %s is refused with a sentence", async (_, payload, sentence) => {
  const error = await readLink(payload()).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    name: "ReadableError",
    message: expect.stringContaining(sentence),
  });
  expect(({} as Record<string, unknown>)["pwned"]).toBeUndefined();
});

test("cut anywhere, a link is refused; with a character changed, it is refused or says the same", async () => {
  const payload = await payloadOf("<notebook><script>const a = 1;</script></notebook>", { a: 1 });
  for (let at = 0; at < payload.length; at++) {
    await expect(readLink(payload.slice(0, at))).rejects.toMatchObject({ name: "ReadableError" });
    const other = payload[at] === "A" ? "Q" : "A";
    const changed = payload.slice(0, at) + other + payload.slice(at + 1);
    const read = await readLink(changed).catch((error: unknown) => error);
    // The bits that fill up the last byte say nothing.
    if (!(read instanceof Error)) expect(read).toEqual(await readLink(payload));
    else expect(read).toMatchObject({ name: "ReadableError" });
  }
});

test("settings of a shipped notebook come back from an address", () => {
  const states = { "2:photo": "cat", "7:layer": "P4", "9:channels": [12, 3] };
  const text = statesToAddress(states);
  expect(text).toMatch(/^[\w-]+$/);
  expect(statesFromAddress(text)).toEqual(states);
  expect(() => statesToAddress({ a: "x".repeat(4_000) })).toThrow(
    "What is set in this notebook does not fit into a link: expected at most 4000 characters",
  );
  expect(() => statesFromAddress("!")).toThrow(
    "The link's settings can't be read: found a part that was cut",
  );
  expect(() => statesFromAddress("A".repeat(5_000))).toThrow("found 5000 characters");
  expect(() => statesFromAddress("AAAA")).toThrow("expected JSON");
});

test.each([
  [{ a: () => 1 }, "found a function"],
  [{ a: NaN }, "found a number"],
  [{ a: undefined }, "found a undefined"],
  [JSON.parse('{"__proto__": 1}'), '"__proto__"'],
  [{ a: { constructor: 1 } }, '"constructor"'],
  [Object.fromEntries(Array.from({ length: 1_001 }, (_, k) => [k, k])), "at most 1000 inputs"],
  [{ a: "x".repeat(60_000) }, "at most 50000 characters"],
  [{ a: [[[[[[[[1]]]]]]]] }, "at most 8 levels"],
])("%j is no state", (value, sentence) => {
  expect(() => checkStates(value)).toThrow(sentence);
});

test("text too long to be states is refused before it is parsed", () => {
  expect(() => parseStates("[".repeat(1_000_000))).toThrow("found 1000000");
});
