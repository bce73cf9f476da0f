/** The notebooks, photographs and networks that this browser keeps. */

import type { ReadableError } from "../../trace/index.ts";
import type { KeptSession } from "./kept-session.ts";
import type {
  DamagedNotebook,
  KeptNetwork,
  KeptNotebook,
  KeptPhoto,
  NewNotebook,
} from "./types.ts";

/** What the app asks of what is kept. `openKeep` returns the page's only one. */
export interface Keep {
  /** Why nothing outlives this page (denied storage, a blocked upgrade); undefined where it does. */
  readonly problem: ReadableError | undefined;

  /** Returns all notebooks that are not deleted, the last changed first, and what could not be read. */
  list(): Promise<{
    readonly notebooks: readonly KeptNotebook[];
    readonly damaged: readonly DamagedNotebook[];
  }>;
  /** Returns a notebook; rejects with a ReadableError where there is none, it is deleted or damaged. */
  get(id: string): Promise<KeptNotebook>;
  /** Returns the copy of a shipped notebook that was changed last. */
  copyOf(base: string): Promise<KeptNotebook | undefined>;
  /** Keeps a new notebook. Rejects with a ReadableError where the storage is full. */
  create(notebook: NewNotebook): Promise<KeptNotebook>;
  rename(id: string, title: string): Promise<KeptNotebook>;
  /** Keeps a copy under another title, as trusted as the first. */
  duplicate(id: string): Promise<KeptNotebook>;
  /** Marks a notebook as deleted; it is purged when the app is opened a day later. */
  remove(id: string): Promise<void>;
  /** Takes a deletion back. */
  restore(id: string): Promise<void>;
  /** Deletes a damaged record for good. */
  purge(id: string): Promise<void>;
  setThumbnail(id: string, thumbnail: Blob): Promise<void>;

  /** Opens a notebook for its page. Rejects as `get` does. */
  session(id: string): Promise<KeptSession>;
  /** Returns a session of a notebook that is kept only when its text changes or it is trusted. */
  draft(notebook: NewNotebook): KeptSession;

  /** Whether a text's code may run: it was trusted before, by its SHA-256. */
  isTrusted(text: string): Promise<boolean>;
  /** Remembers or forgets that a text's code may run. */
  rememberTrust(text: string, trusted: boolean): Promise<void>;

  readonly photos: KeptPhotos;
  readonly networks: KeptNetworks;

  /** Saves what every open session has not saved. */
  flush(): Promise<void>;
  /** Whether something is open that would be lost with the page. */
  readonly unsaved: boolean;
  /** Calls back when notebooks, photographs or networks changed, in this tab or another; returns what ends that. */
  watch(listener: () => void): () => void;
}

/** The photographs that are kept. */
export interface KeptPhotos {
  /** Returns all, the last brought in first; what can't be read is left out. */
  list(): Promise<readonly KeptPhoto[]>;
  get(id: string): Promise<KeptPhoto | undefined>;
  /** Keeps a file's bytes under their SHA-256. Rejects with a ReadableError where the storage is full. */
  add(photo: Pick<KeptPhoto, "blob" | "name" | "thumbnail">): Promise<KeptPhoto>;
  /** Puts back one that was removed, as it was. */
  put(photo: KeptPhoto): Promise<void>;
  /** Forgets its bytes; its name is remembered, to say what a notebook misses. */
  remove(id: string): Promise<void>;
  /** Returns the name of one that is kept or was removed here. */
  nameOf(id: string): Promise<string | undefined>;
  /** Notes that it was chosen now: what no notebook uses may go 30 days later. */
  touch(id: string): Promise<void>;
}

/** The networks that are kept; none gets here without the person's consent. */
export interface KeptNetworks {
  /** Returns all, the last kept first; what can't be read is left out. */
  list(): Promise<readonly KeptNetwork[]>;
  get(id: string): Promise<KeptNetwork | undefined>;
  /** Keeps a network, also one that was removed. Rejects with a ReadableError where the storage is full. */
  put(network: KeptNetwork): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
}
