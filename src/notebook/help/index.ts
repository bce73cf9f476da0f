/** The documentation of everything that a cell can name: the text of docs/cells.md, loaded when it is first asked for. */

import type { HelpEntry } from "./entry.ts";

export type { HelpEntry } from "./entry.ts";
export { findHelp, searchHelp } from "./search.ts";

/** Resolves with every name's entry, in the order of docs/cells.md. Rejects where its file can't be loaded. */
export async function loadHelp(): Promise<readonly HelpEntry[]> {
  const { default: entries } = await import("virtual:help");
  return entries;
}
