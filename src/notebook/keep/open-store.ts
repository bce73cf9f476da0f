/** Opens the database "se-lens" in IndexedDB, by version. */

import { type IDBPDatabase, openDB } from "idb";
import { ReadableError } from "../../trace/index.ts";
import type { Store, StoredRecord } from "./store.ts";

/** What each version of the database brought; one is never changed, a new one is added at the end. */
const upgrades: readonly ((database: IDBPDatabase) => void)[] = [
  (database) => {
    database.createObjectStore("notebooks", { keyPath: "id" });
    database.createObjectStore("photos", { keyPath: "id" });
    database.createObjectStore("trusted", { keyPath: "id" });
  },
  (database) => {
    database.createObjectStore("networks", { keyPath: "id" });
  },
];

/** What to open, and who is told when the database closes on its own. */
export interface OpenOptions {
  readonly name?: string;
  /** The newest version there is, where it is left out. */
  readonly version?: number;
  /** Told once why nothing can be written any more. */
  readonly onclosed?: (problem: ReadableError) => void;
}

/**
 * Returns the store in IndexedDB. Rejects with a ReadableError where the browser has none, denies it, holds a
 * newer version, or another tab does not let go of an older one.
 */
export async function openStore({
  name = "se-lens",
  version = upgrades.length,
  onclosed,
}: OpenOptions = {}): Promise<Store> {
  let given = true;
  let block: (problem: ReadableError) => void = () => undefined;
  const blocked = new Promise<never>((_resolve, reject) => {
    block = reject;
  });
  const opening = Promise.resolve().then(() =>
    openDB(name, version, {
      upgrade(database, from) {
        for (const upgrade of upgrades.slice(from, version)) upgrade(database);
      },
      blocked() {
        block(
          new ReadableError({
            what: "An older version of SE Lens is open in another tab, so nothing is kept here",
            todo: "Close the other tabs with SE Lens and reload this page",
          }),
        );
      },
      blocking(_from, _to, event) {
        // A newer version waits in another tab: it must not wait for this one to be closed.
        if (event.target instanceof IDBDatabase) event.target.close();
        onclosed?.(closed("A newer version of SE Lens was opened in another tab"));
      },
      terminated() {
        onclosed?.(closed("The browser closed its storage"));
      },
    }),
  );
  void opening.then(
    (database) => {
      if (!given) database.close();
    },
    () => undefined,
  );
  try {
    return storeOf(await Promise.race([opening, blocked]));
  } catch (error) {
    given = false;
    throw error instanceof ReadableError ? error : denied(error);
  }
}

function storeOf(database: IDBPDatabase): Store {
  return {
    read: (table, id) => database.get(table, id),
    readAll: (table) => database.getAll(table),
    async update(table, id, change) {
      const transaction = database.transaction(table, "readwrite");
      const { done } = transaction;
      try {
        const next: StoredRecord | undefined = change(await transaction.store.get(id));
        if (next) await transaction.store.put(next);
      } catch (error) {
        done.catch(() => undefined);
        // Already aborted where the put was what failed.
        if (!(error instanceof DOMException)) transaction.abort();
        throw error;
      }
      await done;
    },
    delete: (table, id) => database.delete(table, id),
    close() {
      database.close();
    },
  };
}

function closed(what: string): ReadableError {
  return new ReadableError({
    what: `${what}, so nothing is kept here any more`,
    todo: "Download what you changed, then reload this page",
  });
}

function denied(error: unknown): ReadableError {
  const found = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && error.name === "VersionError")
    return new ReadableError(
      {
        what: "Your notebooks were kept by a newer version of SE Lens, so this one does not touch them",
        todo: "Reload the page to get the newer version",
      },
      { cause: error },
    );
  return new ReadableError(
    {
      what: "This browser does not let SE Lens keep anything, so your notebooks last until this page is closed",
      found,
      todo: "Download what you want to keep, or allow storage for this page (a private window often denies it) and reload",
    },
    { cause: error },
  );
}
