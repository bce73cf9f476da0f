/** A notebook and what is set in it as a part of an address, and back: no server keeps what is shared. */

import { ReadableError } from "../../trace/index.ts";
import { inBytes } from "../document/notebook.ts";
import { fromBase64Url, toBase64Url } from "./base64.ts";
import { crc32 } from "./checksum.ts";
import { deflate, inflate } from "./inflate.ts";
import { type States, checkStates, parseStates } from "./states.ts";

/** What a link carries. */
export interface Linked {
  /** The notebook's file. */
  readonly text: string;
  readonly states: States;
}

/** A link, or why there is none. */
export type Link =
  | { readonly kind: "link"; readonly address: string }
  /** With the length it would have; the file is the way then. */
  | { readonly kind: "too long"; readonly length: number; readonly problem: ReadableError };

/** Where a link leads. */
export interface LinkOptions {
  /** The app's address without "#…"; "" gives only the part from "#". */
  readonly app: string;
  /** How many characters the whole address has at most. */
  readonly most?: number;
}

/**
 * How long an address is at most: browsers take far more, but mail and chat programs, short-message services and
 * codes to scan cut or refuse addresses somewhere from 2,000 to 16,000 characters, and the person who sends a
 * link can't see that. Most notebooks fit: 8,000 characters hold some 20,000 of a notebook's.
 */
export const longestLink = 8_000;

/** What is read at most: a link's characters, and bytes of a notebook. */
const limits = { payload: 1_000_000, bytes: 2_000_000 };
/** The first character tells how the rest is to be read. */
const version = "1";

/** Returns the address that carries a notebook: "#/link/" and letters, digits, "-" and "_". */
export async function linkTo(
  { text, states }: Linked,
  { app, most = longestLink }: LinkOptions,
): Promise<Link> {
  const settings = Object.keys(states).length > 0 ? JSON.stringify(checkStates(states)) : "";
  const bytes = new TextEncoder().encode(`${settings}\n${text}`);
  const packed = await deflate(bytes);
  const checked = new Uint8Array(packed.length + 4);
  new DataView(checked.buffer).setUint32(0, crc32(bytes));
  checked.set(packed, 4);
  const address = `${app}#/link/${version}${toBase64Url(checked)}`;
  // What can't be read again is no link, whatever length is asked for.
  const limit = Math.min(most, limits.payload);
  if (address.length <= limit && bytes.length <= limits.bytes) return { kind: "link", address };
  const problem = new ReadableError({
    what: "This notebook is too long for a link",
    expected: `at most ${limit.toLocaleString("en-GB")} characters`,
    found: address.length.toLocaleString("en-GB"),
    todo: "Send it as a file: download it, and whoever gets it opens the file here",
  });
  return { kind: "too long", length: address.length, problem };
}

/**
 * Returns what a link carries, from what stands behind "#/link/". Nothing of it is run or trusted.
 * Rejects with a ReadableError for a link that was cut, changed, made by a newer version, or that would
 * unpack to more than 2 MB, of which no more than that is unpacked.
 */
export async function readLink(payload: string): Promise<Linked> {
  if (payload === "") throw unreadable("nothing behind “#/link/”");
  if (payload.length > limits.payload)
    throw unreadable(
      `${payload.length.toLocaleString("en-GB")} characters, more than any link has`,
    );
  if (!payload.startsWith(version))
    throw new ReadableError({
      what: "This link can't be read",
      expected: `version ${version}`,
      found: /^\d/.test(payload) ? `version ${payload.slice(0, 1)}` : "a link without a version",
      todo: "Open it with the newest version of this app, or ask for the notebook as a file",
    });
  const checked = fromBase64Url(payload.slice(version.length));
  if (!checked) throw unreadable("characters that no link has, or an end that is missing");
  if (checked.length < 5) throw unreadable("a link that was cut");
  const bytes = await inflate(checked.slice(4), limits.bytes);
  if (bytes === "broken") throw unreadable("data that was cut or changed");
  if (bytes === "too large")
    throw new ReadableError({
      what: "This link holds more than a notebook",
      expected: `at most ${inBytes(limits.bytes)} when unpacked`,
      found: "more; the rest was not unpacked",
      todo: "Ask for the notebook as a file if you know who made it, and else leave it closed",
    });
  if (new DataView(checked.buffer).getUint32(0) !== crc32(bytes))
    throw unreadable("a checksum that does not fit, so a character of it was changed");
  return contents(bytes);
}

function contents(bytes: Uint8Array): Linked {
  let whole: string;
  try {
    whole = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw unreadable("data that is no text");
  }
  const end = whole.indexOf("\n");
  if (end < 0) throw unreadable("no notebook");
  const settings = whole.slice(0, end);
  return { text: whole.slice(end + 1), states: settings ? parseStates(settings) : {} };
}

function unreadable(found: string): ReadableError {
  return new ReadableError({
    what: "This link can't be read",
    found,
    todo: "Copy the whole link again, or ask for the notebook as a file",
  });
}
