/** What a session of a notebook asks of the Keep that it comes from. */

import type { ReadableError } from "../../trace/index.ts";
import type { KeptSession } from "./kept-session.ts";
import type { Store } from "./store.ts";
import type { KeptNotebook } from "./types.ts";

/** What can be changed of a notebook while its page is open. */
export type Changes = Partial<
  Pick<
    KeptNotebook,
    "text" | "title" | "summary" | "states" | "off" | "trusted" | "network" | "photos"
  >
>;

/** What a session asks of the Keep that it comes from. */
export interface SessionHome {
  readonly store: Store;
  /** Why nothing outlives this page, where that is so. */
  readonly problem: ReadableError | undefined;
  /** Returns what the gallery shows of a text, nothing where it is no notebook. */
  describe(text: string): Partial<Pick<KeptNotebook, "title" | "summary">>;
  /** Tells the other tabs, and the gallery, that a notebook was written. */
  written(notebook: KeptNotebook): void;
  /** Keeps a text as a notebook of its own. */
  keepAside(notebook: KeptNotebook): Promise<void>;
  /** Remembers or forgets that a text's code may run. */
  rememberTrust(text: string, trusted: boolean): Promise<void>;
  closed(session: KeptSession): void;
}
