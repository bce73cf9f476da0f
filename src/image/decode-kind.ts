/** What a file is by its first bytes, whatever its name says. */

/** A kind of file: an image that can be decoded somewhere, or something else. */
export interface FileKind {
  readonly image: boolean;
  /** For a sentence: "a PDF document". */
  readonly name: string;
}

interface Signature extends FileKind {
  /** Latin-1 text at `at`; "?" stands for any byte. */
  readonly starts: string;
  readonly at?: number;
}

const image = (name: string, starts: string, at = 0): Signature => ({
  image: true,
  name,
  starts,
  at,
});
const other = (name: string, starts: string, at = 0): Signature => ({
  image: false,
  name,
  starts,
  at,
});

const signatures: readonly Signature[] = [
  image("a JPEG image", "\xff\xd8\xff"),
  image("a PNG image", "\x89PNG\r\n\x1a\n"),
  image("a GIF image", "GIF8"),
  image("a WebP image", "RIFF????WEBP"),
  image("a BMP image", "BM????\0\0\0\0"),
  image("an AVIF image", "ftypavif", 4),
  image("an AVIF image", "ftypavis", 4),
  image("a HEIC image", "ftypheic", 4),
  image("a HEIC image", "ftypheix", 4),
  image("a HEIC image", "ftyphevc", 4),
  image("a HEIC image", "ftypmif1", 4),
  image("a HEIC image", "ftypmsf1", 4),
  image("a TIFF image or a camera's raw file", "II*\0"),
  image("a TIFF image or a camera's raw file", "MM\0*"),
  image("a JPEG XL image", "\xff\x0a"),
  image("a JPEG XL image", "\0\0\0\x0cJXL "),
  image("a JPEG 2000 image", "\0\0\0\x0cjP  "),
  image("a Photoshop image", "8BPS"),
  image("an icon", "\0\0\x01\0"),
  other("a PDF document", "%PDF"),
  other("a video", "ftyp", 4),
  other("a video", "\x1aE\xdf\xa3"),
  other("a video", "RIFF????AVI "),
  other("a sound", "RIFF????WAVE"),
  other("a sound", "ID3"),
  other("a sound", "OggS"),
  other("a ZIP archive or an office document", "PK\x03\x04"),
  other("an archive", "\x1f\x8b"),
  other("an archive", "7z\xbc\xaf"),
  other("an archive", "Rar!"),
  other("a program", "MZ"),
  other("a program", "\x7fELF"),
];

/** Returns what a file with these first bytes is. A few hundred of them are enough. */
export function kindOf(bytes: Uint8Array): FileKind {
  const found = signatures.find(({ starts, at = 0 }) => matches(bytes, starts, at));
  if (found) return { image: found.image, name: found.name };
  const text = readText(bytes.subarray(0, 512));
  if (text === undefined) return { image: false, name: "an unknown kind of file" };
  if (/<svg[\s>]/i.test(text)) return { image: true, name: "an SVG drawing" };
  if (/^\s*<(!doctype html|html)/i.test(text)) return { image: false, name: "a web page" };
  return { image: false, name: "a text" };
}

function matches(bytes: Uint8Array, starts: string, at: number): boolean {
  if (bytes.length < at + starts.length) return false;
  return [...starts].every((char, k) => char === "?" || bytes[at + k] === char.charCodeAt(0));
}

/** Returns the bytes as UTF-8 text, undefined where they are none. The last character may be cut. */
function readText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    // eslint-disable-next-line no-control-regex -- control characters tell bytes from text
    return /[\0-\x08\x0e-\x1a]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
