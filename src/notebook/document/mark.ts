/** Marks elements in a text of HTML with an attribute, so that the parsed document tells where they stood. */

import { type Found, scan } from "./scan.ts";

/** A text with marks in it. */
export interface Marked {
  readonly text: string;
  /** The attribute that holds an element's number; the text had it nowhere. */
  readonly attribute: string;
  /** What was marked, by number. */
  readonly found: readonly Found[];
}

/** Returns the text with every script, title and notebook numbered. */
export function mark(text: string): Marked {
  const found = scan(text);
  let attribute = "data-at";
  for (let k = 0; text.toLowerCase().includes(attribute); k++) attribute = `data-at-${String(k)}`;
  let last = 0;
  const parts = found.map(({ from, name }, k) => {
    const behindName = from + 1 + name.length;
    const part = `${text.slice(last, behindName)} ${attribute}="${String(k)}"`;
    last = behindName;
    return part;
  });
  return { text: parts.join("") + text.slice(last), attribute, found };
}

/** Returns what an element was marked as; undefined for one that the scan did not find. */
export function foundOf(element: Element, { attribute, found }: Marked): Found | undefined {
  const number = element.getAttribute(attribute);
  return number === null ? undefined : found[Number(number)];
}
