/** Finds where elements stand in a text of HTML, as the parser of the HTML standard does, which tells no places. */

import type { Span } from "./origin.ts";
import { endOfScript } from "./scan-script.ts";

/** An element whose place is wanted. */
export interface Found {
  readonly name: "script" | "title" | "notebook";
  /** Where its tag starts. */
  readonly from: number;
  /** What is between its tags; for a notebook, where that begins, twice. */
  readonly inside: Span;
  /** Behind its end tag; for a notebook, behind its start tag. */
  readonly to: number;
}

/** Elements whose content is text up to their own end tag. */
const textElements = new Set([
  ...["title", "textarea", "style", "xmp", "iframe", "noembed", "noframes"],
]);

/**
 * Returns the scripts, titles and notebooks of a text in their order. An element that never ends is left out.
 * It knows no trees: inside SVG or a table the parser may see it differently, which the caller must check.
 */
export function scan(text: string): readonly Found[] {
  const found: Found[] = [];
  let at = text.indexOf("<");
  while (at >= 0) {
    at = step(text, at, found);
    at = text.indexOf("<", at);
  }
  return found;
}

/** Goes past what begins with the "<" at a place; notes it where it is wanted. */
function step(text: string, at: number, found: Found[]): number {
  const next = text[at + 1] ?? "";
  if (text.startsWith("<!--", at)) return endOfComment(text, at);
  if (next === "!" || next === "?") return past(text, ">", at);
  if (next === "/") {
    if (text[at + 2] === ">") return at + 3;
    return isLetter(text[at + 2]) ? endOfTag(text, at + 2) : past(text, ">", at);
  }
  if (!isLetter(next)) return at + 1;
  const name = nameAt(text, at + 1);
  const inside = endOfTag(text, at + 1);
  if (name === "plaintext") return text.length;
  if (name === "notebook") found.push({ name, from: at, inside: [inside, inside], to: inside });
  if (name !== "script" && !textElements.has(name)) return inside;
  const end = name === "script" ? endOfScript(text, inside) : endOfText(text, name, inside);
  if (end === undefined) return text.length;
  const to = endOfTag(text, end + 2);
  const whole = to > end + 2 && text[to - 1] === ">";
  if (whole && (name === "script" || name === "title"))
    found.push({ name, from: at, inside: [inside, end], to });
  return to;
}

/** Returns where the end tag of an element begins that holds only text. */
function endOfText(text: string, name: string, from: number): number | undefined {
  const end = new RegExp(`</${name}(?=[\\t\\n\\f\\r />])`, "gi");
  end.lastIndex = from;
  return end.exec(text)?.index;
}

function endOfComment(text: string, at: number): number {
  const end = /-->|--!>/g;
  // "<!-->" and "<!--->" are whole comments.
  end.lastIndex = at + 2;
  let match = end.exec(text);
  if (match?.[0] === "--!>" && match.index < at + 4) {
    end.lastIndex = at + 4;
    match = end.exec(text);
  }
  return match ? end.lastIndex : text.length;
}

/** Returns the place behind the ">" of a tag whose name begins at a place; quoted values may hold ">". */
function endOfTag(text: string, nameFrom: number): number {
  let at = nameFrom + nameAt(text, nameFrom).length;
  while (at < text.length) {
    at = skip(text, at, /[\t\n\f\r /]*/y);
    if (text[at] === ">") return at + 1;
    at = skip(text, at, /=?[^\t\n\f\r />=]*/y);
    const value = skip(text, at, /[\t\n\f\r ]*/y);
    if (text[value] !== "=") continue;
    at = skip(text, value + 1, /[\t\n\f\r ]*/y);
    const quote = text[at];
    if (quote === '"' || quote === "'") at = past(text, quote, at + 1);
    else if (quote !== ">") at = skip(text, at, /[^\t\n\f\r >]*/y);
  }
  return text.length;
}

function nameAt(text: string, from: number): string {
  return text.slice(from, skip(text, from, /[^\t\n\f\r />]*/y)).toLowerCase();
}

function skip(text: string, from: number, what: RegExp): number {
  what.lastIndex = from;
  what.exec(text);
  return Math.max(from, what.lastIndex);
}

function past(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[a-z]/i.test(character);
}
