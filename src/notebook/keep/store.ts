/** Where records are kept: in tables, in IndexedDB or, where that is denied, in memory. */

/** The tables of the database "se-lens"; every record has an `id`. */
export type Table = "notebooks" | "photos" | "trusted" | "networks";

/** A record of any table, as yet unchecked. */
export interface StoredRecord {
  readonly id: string;
}

/** The least that keeping needs of a database. Every method rejects where the browser refuses. */
export interface Store {
  /** Returns a record as it was stored, undefined where there is none. */
  read(table: Table, id: string): Promise<unknown>;
  /** Returns all records of a table, as they were stored. */
  readAll(table: Table): Promise<unknown[]>;
  /**
   * Reads a record and writes what `change` returns for it, in one transaction that no other tab can come
   * between; undefined writes nothing. Rejects, and leaves the record alone, where `change` throws.
   */
  update(
    table: Table,
    id: string,
    change: (old: unknown) => StoredRecord | undefined,
  ): Promise<void>;
  delete(table: Table, id: string): Promise<void>;
  close(): void;
}

/** Returns a store that lives as long as the page. */
export function memoryStore(): Store {
  const tables: Record<Table, Map<string, StoredRecord>> = {
    notebooks: new Map(),
    photos: new Map(),
    trusted: new Map(),
    networks: new Map(),
  };
  return {
    read: (table, id) => Promise.resolve(tables[table].get(id)),
    readAll: (table) => Promise.resolve([...tables[table].values()]),
    async update(table, id, change) {
      await Promise.resolve();
      const next = change(tables[table].get(id));
      if (next) tables[table].set(id, next);
    },
    delete(table, id) {
      tables[table].delete(id);
      return Promise.resolve();
    },
    close() {
      // Nothing is held open.
    },
  };
}
