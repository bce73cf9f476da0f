/** What a notebook's file can hold behind the notebook, where Notebook Kit does not look: photographs and settings. */

import { kindOf } from "../../image/decode-kind.ts";
import { ReadableError } from "../../trace/index.ts";
import { attributeHtml } from "../document/html.ts";
import { inBytes } from "../document/notebook.ts";
import { sha256 } from "../keep/hash.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { type States, parseStates } from "./states.ts";

/** A photograph that a notebook uses. */
export interface FilePhoto {
  /** "photo-" and the SHA-256 of its bytes in hexadecimal. */
  readonly id: string;
  readonly name: string;
  readonly blob: Blob;
}

/** What goes with a notebook. */
export interface Companions {
  readonly photos: readonly FilePhoto[];
  readonly states: States;
}

/** What a file may hold of them at most. */
export const companionLimits = { photos: 50, photoBytes: 30_000_000, bytes: 150_000_000 } as const;

/** Types of photographs that a file may hold; an SVG is a program as well as a picture. */
const types: ReadonlyMap<string, string> = new Map([
  ["image/jpeg", "a JPEG image"],
  ["image/png", "a PNG image"],
  ["image/webp", "a WebP image"],
  ["image/gif", "a GIF image"],
  ["image/avif", "an AVIF image"],
  ["image/bmp", "a BMP image"],
]);

const start = "<!-- Photographs and settings that SE Lens keeps with this notebook -->";

/** Returns the lines that go behind a notebook's text; "" where nothing goes with it. */
export async function companionHtml({ photos, states }: Companions): Promise<string> {
  const lines: string[] = [];
  if (Object.keys(states).length > 0) {
    const json = attributeHtml(JSON.stringify(states));
    lines.push(`<data hidden data-se-lens-states value="${json}"></data>`);
  }
  for (const { id, name, blob } of photos) {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const type = typeOf(bytes) ?? blob.type;
    const alt = attributeHtml(name.replace(/\s+/g, " "));
    const src = `data:${type};base64,${toBase64(bytes)}`;
    lines.push(`<img hidden data-se-lens-photograph="${id}" alt="${alt}" src="${src}">`);
  }
  return lines.length > 0 ? `\n${[start, ...lines].join("\n")}\n` : "";
}

/** A file's text as the notebook and what goes with it, which is not checked yet. */
export interface Split {
  readonly text: string;
  readonly lines: readonly string[];
}

/** Returns the notebook's text, byte for byte as it was before `companionHtml` was put behind it, and its lines. */
export function splitCompanions(whole: string): Split {
  const at = whole.lastIndexOf(`\n${start}\n`);
  const lines = at < 0 ? [] : whole.slice(at + start.length + 2).split("\n");
  // A notebook's own text may hold the same line; what follows it there is something else.
  const known = /^<(data hidden data-se-lens-states |img hidden data-se-lens-photograph=)/;
  const all = lines.at(-1) === "" && lines.slice(0, -1).every((line) => known.test(line));
  return all && lines.length > 1
    ? { text: whole.slice(0, at), lines: lines.slice(0, -1) }
    : { text: whole, lines: [] };
}

/** Returns what the lines hold, and a sentence for each that was left out. */
export async function readCompanions(
  lines: readonly string[],
): Promise<Companions & { readonly problems: readonly ReadableError[] }> {
  const photos: FilePhoto[] = [];
  const problems: ReadableError[] = [];
  let states: States = {};
  for (const line of lines) {
    try {
      const settings = /^<data hidden data-se-lens-states value="([^"]*)"><\/data>$/.exec(
        line,
      )?.[1];
      if (settings !== undefined) states = parseStates(plain(settings));
      else if (photos.length < companionLimits.photos) photos.push(await readPhoto(line));
      else throw left("One more photograph", `at most ${String(companionLimits.photos)}`, "more");
    } catch (error) {
      if (!(error instanceof ReadableError)) throw error;
      problems.push(error);
    }
  }
  return { photos, states, problems };
}

async function readPhoto(line: string): Promise<FilePhoto> {
  const form =
    /^<img hidden data-se-lens-photograph="(photo-[0-9a-f]{64})" alt="([^"]*)" src="data:(image\/[a-z]+);base64,([A-Za-z0-9+/]*={0,2})">$/;
  const [, id = "", alt = "", type = "", data = ""] = form.exec(line) ?? [];
  const name = plain(alt).slice(0, 200) || "photograph";
  const what = id === "" ? "A photograph" : `The photograph ${name}`;
  const size = Math.floor((data.length * 3) / 4);
  if (size > companionLimits.photoBytes)
    throw left(what, `at most ${inBytes(companionLimits.photoBytes)}`, inBytes(size));
  const bytes = fromBase64(data);
  if (!bytes || bytes.length === 0) throw left(what, "a picture", "data that can't be read");
  if (typeOf(bytes) !== type) throw left(what, types.get(type) ?? "a picture", kindOf(bytes).name);
  if (`photo-${await sha256(bytes.buffer)}` !== id)
    throw left(what, "the picture that the notebook names", "another one");
  return { id, name, blob: new Blob([bytes], { type }) };
}

/** Returns the type of a picture by its bytes; undefined for what no file may hold. */
function typeOf(bytes: Uint8Array): string | undefined {
  const { name } = kindOf(bytes);
  return [...types].find(([, kind]) => kind === name)?.[0];
}

function plain(html: string): string {
  const unquoted = html.replaceAll("&quot;", '"').replaceAll("&nbsp;", "\u00a0");
  return unquoted.replaceAll("&amp;", "&");
}

function left(what: string, expected: string, found: string): ReadableError {
  const todo = "The notebook opens without it; choose the photograph again";
  return new ReadableError({ what: `${what} in the file was left out`, expected, found, todo });
}
