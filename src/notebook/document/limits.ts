/** What a notebook may hold at most, and the sentences where a file holds more or is none. */

import { ReadableError } from "../../trace/index.ts";
import type { NotebookCell } from "./cell.ts";

/** What a notebook may hold at most. */
export const limits = {
  /** Bytes of a notebook's text, without embedded photographs. */
  bytes: 20_000_000,
  cells: 2_000,
  /** Characters of a cell that is run and highlighted; a longer one is only shown. */
  cellLength: 1_000_000,
} as const;

/** Returns whether a cell is too long to be run or highlighted. */
export function isTooLong(cell: NotebookCell): boolean {
  return cell.source.length > limits.cellLength;
}

/** Returns a number of bytes in words: "48.2 MB", "8 kB". */
export function inBytes(bytes: number): string {
  if (bytes < 1_000) return `${String(bytes)} bytes`;
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1_000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${size.toLocaleString("en-GB", { maximumFractionDigits: size < 100 ? 1 : 0 })} ${unit}`;
}

/** Throws a ReadableError where a notebook's text is larger than a notebook may be. */
export function checkLength(text: string, name: string): void {
  // A character is at most three bytes; only what may be too large is counted.
  const bytes =
    text.length * 3 <= limits.bytes || text.length > limits.bytes
      ? text.length
      : new TextEncoder().encode(text).length;
  if (bytes <= limits.bytes) return;
  throw new ReadableError({
    what: `${name} is too large for a notebook`,
    expected: `at most ${inBytes(limits.bytes)}`,
    found: inBytes(bytes),
    todo: "Move large data out of its cells, or split it into several notebooks",
  });
}

/** Throws a ReadableError where there are more cells than a notebook may have. */
export function checkCells(count: number, name: string): void {
  if (count <= limits.cells) return;
  throw new ReadableError({
    what: `${name} has too many cells`,
    expected: `at most ${limits.cells.toLocaleString("en-GB")}`,
    found: count.toLocaleString("en-GB"),
    todo: "Split it into several notebooks",
  });
}

/** Throws a ReadableError where a document holds no notebook. */
export function checkIsNotebook(document: Document, text: string, name: string): void {
  if (document.querySelector("notebook")) return;
  throw new ReadableError({
    what: `${name} is not a notebook`,
    expected: 'HTML with a "<notebook>" in it, as Observable Notebook Kit writes it',
    found: kindOf(text),
    todo: "Choose a file that was downloaded as a notebook",
  });
}

/** Returns what a text seems to be instead of a notebook. */
function kindOf(text: string): string {
  const start = text.trimStart().slice(0, 2_000);
  if (start === "") return "an empty file";
  if (start.includes("data-se-lens-export"))
    return "a page that was exported to be read, which has no cells";
  if (/^(<\?xml[^>]*>\s*)?<svg/i.test(start)) return "an SVG picture";
  if (/^<!doctype html|<html|<body|<head/i.test(start))
    return 'a page of HTML without "<notebook>"';
  if (/^[[{]/.test(start)) return start.includes('"nbformat"') ? "a Jupyter notebook" : "JSON";
  if (start.startsWith("%PDF")) return "a PDF document";
  // eslint-disable-next-line no-control-regex -- bytes that no text has
  if (/[\0-\x08]/.test(start)) return "a file that is no text";
  return "text without it";
}
