/** Notebooks as records of a store: read, change, copy, purge. */

import { ReadableError } from "../../trace/index.ts";
import type { Documents } from "./documents.ts";
import { isDamaged, readKept } from "./read-kept.ts";
import { refused } from "./refused.ts";
import type { Store } from "./store.ts";
import type { DamagedNotebook, KeptNotebook, NewNotebook } from "./types.ts";

/** How long a deleted notebook can be restored, in milliseconds: a day. */
const restorable = 24 * 3600 * 1000;

/** Returns all notebooks that are not deleted, the last changed first, and what could not be read. */
export async function listNotebooks(
  store: Store,
): Promise<{ notebooks: readonly KeptNotebook[]; damaged: readonly DamagedNotebook[] }> {
  const notebooks: KeptNotebook[] = [];
  const damaged: DamagedNotebook[] = [];
  for (const raw of await store.readAll("notebooks")) {
    const read = readKept(raw);
    if (isDamaged(read)) damaged.push(read);
    else if (read.deleted === undefined) notebooks.push(read);
  }
  return { notebooks: notebooks.sort((a, b) => b.changed - a.changed), damaged };
}

/** Returns a notebook; rejects with a ReadableError where there is none, it is deleted or damaged. */
export async function getNotebook(store: Store, id: string): Promise<KeptNotebook> {
  const raw = await store.read("notebooks", id);
  const read = raw === undefined ? undefined : readKept(raw);
  if (!read || (!isDamaged(read) && read.deleted !== undefined))
    throw new ReadableError({
      what: "This browser keeps no such notebook",
      todo: "Look for it among your notebooks in the gallery, or open its file",
    });
  if (isDamaged(read))
    throw new ReadableError({
      what: `This notebook can't be read: ${read.why}`,
      todo: "Download what is left of it in the gallery",
    });
  return read;
}

/** Changes a notebook that is there, deleted or not; rejects with a ReadableError where that fails. */
export async function changeNotebook(
  store: Store,
  id: string,
  change: (old: KeptNotebook) => KeptNotebook,
): Promise<KeptNotebook> {
  let next: KeptNotebook | undefined;
  try {
    await store.update("notebooks", id, (raw) => {
      const old = raw === undefined ? undefined : readKept(raw);
      next = !old || isDamaged(old) ? undefined : change(old);
      return next;
    });
  } catch (error) {
    throw refused(error, "The notebook");
  }
  return next ?? (await getNotebook(store, id));
}

/** Writes a new notebook; rejects with a ReadableError where that fails. */
export async function addNotebook(store: Store, notebook: KeptNotebook): Promise<void> {
  try {
    await store.update("notebooks", notebook.id, () => notebook);
  } catch (error) {
    throw refused(error, `The notebook “${notebook.title}”`);
  }
}

/** Deletes for good what was deleted more than a day before `now`, in milliseconds since 1970. */
export async function purgeDeleted(store: Store, now = Date.now()): Promise<void> {
  for (const raw of await store.readAll("notebooks")) {
    const read = readKept(raw);
    if (isDamaged(read) || read.deleted === undefined) continue;
    if (now - read.deleted > restorable) await store.delete("notebooks", read.id);
  }
}

/** Returns a notebook with an identifier of its own that is not written yet. */
export function freshNotebook(
  { text, origin, ...rest }: NewNotebook,
  documents: Documents,
): KeptNotebook {
  const now = Date.now();
  const described = documents.describe(text);
  return {
    ...{ id: newId(), text, title: "Untitled", summary: "", ...described, origin },
    ...{ trusted: origin === "new" || origin === "copy", network: false, states: {}, off: [] },
    ...{ photos: [], created: now, changed: now, revision: 0, ...rest },
  };
}

/** Returns a copy under another title, with an identifier of its own, that is not written yet. */
export function copyNotebook(
  notebook: KeptNotebook,
  title: string,
  documents: Documents,
): KeptNotebook {
  const now = Date.now();
  const text = retitled(notebook.text, title, documents);
  return {
    ...notebook,
    ...{ id: newId(), text, title, created: now, changed: now, revision: 1 },
  };
}

/** A text that can't be read as a notebook is copied as it is: nothing of it may be lost. */
function retitled(text: string, title: string, documents: Documents): string {
  try {
    return documents.retitle(text, title);
  } catch {
    return text;
  }
}

function newId(): string {
  return crypto.randomUUID().slice(0, 13).replace("-", "");
}
