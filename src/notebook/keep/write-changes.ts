/** Writes what was changed of a notebook, unless another tab wrote its text meanwhile. */

import { isDamaged, readKept } from "./read-kept.ts";
import type { Changes } from "./session-home.ts";
import type { Store } from "./store.ts";
import type { Conflict, KeptNotebook } from "./types.ts";

/** What came of writing: the record as it is now kept, or what another tab did. */
export type Written =
  | { readonly kind: "written"; readonly notebook: KeptNotebook }
  | { readonly kind: "conflict"; readonly conflict: Conflict };

/**
 * Writes `changes` of `notebook` (which has them already, and the revision it was read with; 0 if it was never
 * kept, or is to be kept although it was deleted). A changed text raises the revision and is refused where the kept one has another; settings are
 * written over any revision. Rejects where the store does.
 */
export async function writeChanges(
  store: Store,
  notebook: KeptNotebook,
  changes: Changes,
): Promise<Written> {
  let result: Written = { kind: "written", notebook };
  await store.update("notebooks", notebook.id, (raw) => {
    const old = raw === undefined ? undefined : readKept(raw);
    const whole = changes.text !== undefined || notebook.revision === 0;
    if (whole) {
      const conflict = conflictWith(old && isDamaged(old) ? undefined : old, notebook);
      if (conflict) {
        result = { kind: "conflict", conflict };
        return undefined;
      }
      const last = old && !isDamaged(old) ? old.revision : 0;
      const next = { ...notebook, revision: Math.max(last, notebook.revision) + 1 };
      result = { kind: "written", notebook: next };
      return next;
    }
    if (!old || isDamaged(old) || old.deleted !== undefined) {
      result = { kind: "conflict", conflict: { kind: "deleted" } };
      return undefined;
    }
    return { ...old, ...changes };
  });
  return result;
}

function conflictWith(old: KeptNotebook | undefined, mine: KeptNotebook): Conflict | undefined {
  if (!old) return mine.revision === 0 ? undefined : { kind: "deleted" };
  if (old.deleted !== undefined) return mine.revision === 0 ? undefined : { kind: "deleted" };
  return old.revision === mine.revision ? undefined : { kind: "changed", theirs: old };
}
