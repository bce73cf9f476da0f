/**
 * Saves in the last moment: a page that closes may not live until IndexedDB has written, but localStorage
 * writes at once. What is found there when the app is opened again goes where it belongs.
 */

import { readKept, isDamaged } from "./read-kept.ts";
import type { Store } from "./store.ts";
import type { KeptNotebook } from "./types.ts";

const prefix = "se-lens.unsaved.";

/** Puts a notebook aside. Throws nothing: where localStorage is denied or full, IndexedDB alone is left. */
export function board(notebook: KeptNotebook, storage: Storage): void {
  try {
    storage.setItem(prefix + notebook.id, JSON.stringify({ ...notebook, thumbnail: undefined }));
  } catch {
    // Nothing else can be done while the page goes.
  }
}

/** Forgets what was put aside of a notebook, since it is written. */
export function leave(id: string, storage: Storage): void {
  try {
    storage.removeItem(prefix + id);
  } catch {
    // Then nothing was put aside either.
  }
}

/**
 * Writes what was put aside where the kept notebook is still the one that it was changed from; returns what
 * can't go there, because another tab wrote since, to be kept as notebooks of their own.
 */
export async function land(store: Store, storage: Storage): Promise<readonly KeptNotebook[]> {
  const astray: KeptNotebook[] = [];
  for (const notebook of aboard(storage)) {
    await store.update("notebooks", notebook.id, (raw) => {
      const kept = raw === undefined ? undefined : readKept(raw);
      if (kept && isDamaged(kept)) return undefined;
      const fits = kept ? kept.revision === notebook.revision : notebook.revision === 0;
      if (kept?.text === notebook.text) return fits ? withSettings(kept, notebook) : undefined;
      if (!fits) {
        if (kept) astray.push(notebook);
        return undefined;
      }
      return { ...kept, ...notebook, revision: notebook.revision + 1 };
    });
    leave(notebook.id, storage);
  }
  return astray;
}

/** Only the text raises the revision. What was forbidden meanwhile is not allowed again by what is older. */
function withSettings(kept: KeptNotebook, aside: KeptNotebook): KeptNotebook {
  const trusted = kept.trusted && aside.trusted;
  const network = kept.network && aside.network;
  return { ...kept, states: aside.states, off: aside.off, photos: aside.photos, trusted, network };
}

function aboard(storage: Storage): readonly KeptNotebook[] {
  const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "");
  return keys
    .filter((key) => key.startsWith(prefix))
    .flatMap((key) => {
      try {
        const read = readKept(JSON.parse(storage.getItem(key) ?? ""));
        return isDamaged(read) ? [] : [read];
      } catch {
        return [];
      }
    });
}
