/** Says what a cell waits for. */

import type { CellWait } from "../../notebook/run/state.ts";

/** Returns the sentence; `places` are the cells' places in the notebook, from 1, by id. */
export function waitText(wait: CellWait | undefined, places: ReadonlyMap<number, number>): string {
  const cells = (wait?.cells ?? []).map(({ id, names }) => {
    const cell = `cell ${String(places.get(id) ?? id)}`;
    return names.length > 0 ? `${names.join(", ")} (${cell})` : cell;
  });
  if (cells.length > 0) return `Waits for ${listed(cells)}.`;
  return wait?.network ? "Waits for the network." : "Still running.";
}

function listed(words: readonly string[]): string {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
