/** Opens what this browser keeps, once a page, and saves when the page goes. */

import { readable, type ReadableError } from "../../trace/index.ts";
import { BrowserKeep } from "./browser-keep.ts";
import { type Documents, documents } from "./documents.ts";
import type { Keep } from "./keep.ts";
import { board, land } from "./lifeboat.ts";
import { openStore } from "./open-store.ts";
import { dropUnusedPhotos } from "./photos.ts";
import { purgeDeleted } from "./records.ts";
import { memoryStore } from "./store.ts";

/** What opening may be given in place of the page's own. */
export interface OpenKeepOptions {
  /** Name of the database and of the line between tabs. */
  readonly name?: string;
  readonly documents?: Documents;
  /** Where unsaved text goes when the page closes; undefined where that is denied. */
  readonly storage?: Storage | undefined;
}

/**
 * Returns what is kept; never rejects. Where the browser denies storage, it keeps in memory and `problem` says
 * why.
 */
export async function openKeep({
  name = "se-lens",
  documents: own = documents(),
  storage = localStorageOrNone(),
}: OpenKeepOptions = {}): Promise<BrowserKeep> {
  let problem: ReadableError | undefined;
  const onclosed = (why: ReadableError): void => {
    keep.lost(why);
  };
  const opened = await openStore({ name, onclosed }).catch((error: unknown) => {
    problem = readable(error);
    return undefined;
  });
  const keep = new BrowserKeep({
    store: opened ?? memoryStore(),
    problem,
    documents: own,
    line: name,
    onfirst: () => {
      if (opened) void askToPersist();
    },
  });
  if (opened) await tidy(keep, storage).catch(() => undefined);
  if (typeof window !== "undefined") saveWithPage(keep, storage);
  return keep;
}

let page: Promise<Keep> | undefined;

/** Returns what this page keeps; the same at every call. */
export function pageKeep(): Promise<Keep> {
  return (page ??= openKeep());
}

async function tidy(keep: BrowserKeep, storage: Storage | undefined): Promise<void> {
  if (storage) for (const one of await land(keep.store, storage)) await keep.keepAside(one);
  await purgeDeleted(keep.store);
  await dropUnusedPhotos(keep.store);
}

/** Asks the browser not to clear what is kept when space runs short; it may say no. */
async function askToPersist(): Promise<void> {
  try {
    if (!(await navigator.storage.persisted())) await navigator.storage.persist();
  } catch {
    // A browser without it, or an insecure page, decides by itself.
  }
}

function saveWithPage(keep: BrowserKeep, storage: Storage | undefined): void {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void keep.flush();
  });
  addEventListener("pagehide", () => {
    if (storage && !keep.problem) {
      for (const { unsaved, conflict, notebook } of keep.open)
        if (unsaved && !conflict) board(notebook, storage);
    }
    void keep.flush();
  });
  addEventListener("beforeunload", (event) => {
    // What waits for its moment is written as the page goes; what was refused would be lost.
    const refusal = keep.open.some(({ kept, saving }) => kept && saving.kind === "not saved");
    if (refusal || (keep.problem && keep.unsaved)) event.preventDefault();
  });
}

function localStorageOrNone(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
