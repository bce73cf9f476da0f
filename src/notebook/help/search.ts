/** Finds entries of the documentation. */

import type { HelpEntry } from "./entry.ts";

/** Returns the entry of a name, undefined where there is none. */
export function findHelp(entries: readonly HelpEntry[], name: string): HelpEntry | undefined {
  return entries.find((entry) => entry.name === name);
}

/**
 * Returns the entries in which every word of a query occurs, those whose name begins with it first, then those
 * that have it in their name, then the others; in the documentation's order for an empty query.
 */
export function searchHelp(entries: readonly HelpEntry[], query: string): readonly HelpEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const first = words[0];
  if (first === undefined) return entries;
  const found = entries.filter((entry) => {
    const text = textOf(entry);
    return words.every((word) => text.includes(word));
  });
  const rank = ({ name }: HelpEntry): number => {
    const at = name.toLowerCase().indexOf(first);
    return at === 0 ? 0 : at > 0 ? 1 : 2;
  };
  return found.toSorted((a, b) => rank(a) - rank(b));
}

function textOf({ signature, summary, section, html }: HelpEntry): string {
  return `${signature} ${summary} ${section} ${html.replace(/<[^>]*>/g, "")}`.toLowerCase();
}
