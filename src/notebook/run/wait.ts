/** What keeps a cell from being done. */

import { type RunningCell, isUnfinished, namesOf } from "./running-cell.ts";
import type { CellNames, CellWait } from "./state.ts";

/** Names of the cell library that run the network. */
export const networkNames: ReadonlySet<string> = new Set([
  ...["inspect", "rerun", "model", "costs", "timeWithout", "bundledWeights"],
  ...["loadNetwork"],
]);

/** Returns the unfinished cells that a cell names, and whether it is the network that it waits for. */
export function waitOf(
  { cell }: RunningCell,
  {
    cells,
    network,
  }: { readonly cells: Iterable<RunningCell>; readonly network: ReadonlySet<string> },
): CellWait {
  const inputs = cell.definition?.inputs ?? [];
  const found = [...cells].flatMap((other) => {
    const names = namesOf(other.cell).filter(
      (name) => inputs.includes(name) && isUnfinished(other, name),
    );
    return names.length > 0 && other.cell.id !== cell.id ? [{ id: other.cell.id, names }] : [];
  });
  return {
    cells: found,
    network: found.length === 0 && inputs.some((name) => network.has(name)),
  };
}

/** Returns what each cell defines, and what more than one does. */
export function cellNames(cells: Iterable<RunningCell>): CellNames {
  const defined = new Map<number, readonly string[]>();
  const by = new Map<string, number[]>();
  for (const { cell } of cells) {
    const names = namesOf(cell);
    defined.set(cell.id, names);
    for (const name of names) by.set(name, [...(by.get(name) ?? []), cell.id]);
  }
  return { defined, duplicates: new Map([...by].filter(([, ids]) => ids.length > 1)) };
}
