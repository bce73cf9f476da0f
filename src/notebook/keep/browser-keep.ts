/** Keeps notebooks in a store, and joins the tabs and sessions that work on them. */

import type { ReadableError } from "../../trace/index.ts";
import type { Documents } from "./documents.ts";
import { sha256 } from "./hash.ts";
import type { Keep, KeptNetworks, KeptPhotos } from "./keep.ts";
import { KeptSession } from "./kept-session.ts";
import type { SessionHome } from "./session-home.ts";
import { keptNetworks } from "./networks.ts";
import { keptPhotos } from "./photos.ts";
import {
  addNotebook,
  changeNotebook,
  copyNotebook,
  freshNotebook,
  getNotebook,
  listNotebooks,
} from "./records.ts";
import type { Store } from "./store.ts";
import { type TabMessage, type Tabs, openTabs } from "./tabs.ts";
import type { KeptNotebook, NewNotebook } from "./types.ts";

/** What a Keep is made of. */
export interface KeepParts {
  readonly store: Store;
  /** Why the store does not outlive the page, where it does not. */
  readonly problem?: ReadableError | undefined;
  readonly documents: Documents;
  /** Name of the line between tabs. */
  readonly line?: string;
  /** Called once, after the first notebook or photograph was written. */
  readonly onfirst?: () => void;
}

/** The Keep of a page. */
export class BrowserKeep implements Keep, SessionHome {
  readonly photos: KeptPhotos;
  readonly networks: KeptNetworks;
  readonly store: Store;
  private lasting: ReadableError | undefined;
  private readonly documents: Documents;
  private readonly tabs: Tabs;
  private readonly sessions = new Set<KeptSession>();
  private readonly listeners = new Set<() => void>();
  /** Undefined once something was written. */
  private onfirst: (() => void) | undefined;

  constructor({ store, problem, documents, line = "se-lens", onfirst = nothing }: KeepParts) {
    this.store = store;
    this.lasting = problem;
    this.documents = documents;
    this.onfirst = onfirst;
    this.tabs = openTabs(line, (message) => void this.heard(message));
    this.photos = keptPhotos(store, () => {
      this.first();
      this.tabs.tell({ kind: "photos" });
      this.tell();
    });
    this.networks = keptNetworks(store, () => {
      this.first();
      this.tabs.tell({ kind: "networks" });
      this.tell();
    });
  }

  get problem(): ReadableError | undefined {
    return this.lasting;
  }

  get unsaved(): boolean {
    if (this.problem) return this.onfirst === undefined;
    return [...this.sessions].some(({ unsaved }) => unsaved);
  }

  /** The open sessions. */
  get open(): readonly KeptSession[] {
    return [...this.sessions];
  }

  /** The database closed under the page: says so in every session. */
  lost(problem: ReadableError): void {
    this.lasting = problem;
    for (const session of this.sessions) session.lost(problem);
    this.tell();
  }

  async list(): ReturnType<Keep["list"]> {
    await this.flush();
    return await listNotebooks(this.store);
  }

  async get(id: string): Promise<KeptNotebook> {
    return await getNotebook(this.store, id);
  }

  async copyOf(base: string): Promise<KeptNotebook | undefined> {
    const { notebooks } = await this.list();
    return notebooks.find((one) => one.base === base);
  }

  async create(notebook: NewNotebook): Promise<KeptNotebook> {
    return await this.add({ ...freshNotebook(notebook, this.documents), revision: 1 });
  }

  async rename(id: string, title: string): Promise<KeptNotebook> {
    const text = this.documents.retitle((await this.get(id)).text, title);
    const described = this.documents.describe(text);
    return await this.change(id, (old) => ({
      ...{ ...old, ...described, text, changed: Date.now(), revision: old.revision + 1 },
    }));
  }

  async duplicate(id: string): Promise<KeptNotebook> {
    const first = { ...(await this.get(id)), base: undefined };
    return await this.add(copyNotebook(first, `${first.title} (copy)`, this.documents));
  }

  async remove(id: string): Promise<void> {
    await this.change(id, (old) => ({ ...old, deleted: Date.now() }), { kind: "deleted", id });
  }

  async restore(id: string): Promise<void> {
    await this.change(id, (old) => ({ ...old, deleted: undefined }));
  }

  async purge(id: string): Promise<void> {
    await this.store.delete("notebooks", id);
    this.tabs.tell({ kind: "deleted", id });
    this.tell();
  }

  async setThumbnail(id: string, thumbnail: Blob): Promise<void> {
    await changeNotebook(this.store, id, (old) => ({ ...old, thumbnail }));
    this.tell();
  }

  async session(id: string): Promise<KeptSession> {
    await this.flush();
    return this.opened(new KeptSession(this, await this.get(id), { kept: true }));
  }

  draft(notebook: NewNotebook): KeptSession {
    return this.opened(
      new KeptSession(this, freshNotebook(notebook, this.documents), { kept: false }),
    );
  }

  async isTrusted(text: string): Promise<boolean> {
    return (await this.store.read("trusted", await sha256(text))) !== undefined;
  }

  async rememberTrust(text: string, trusted: boolean): Promise<void> {
    const id = await sha256(text);
    if (trusted) await this.store.update("trusted", id, () => ({ id }));
    else await this.store.delete("trusted", id);
  }

  async flush(): Promise<void> {
    await Promise.all([...this.sessions].map((session) => session.flush()));
  }

  watch(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  describe(text: string): ReturnType<Documents["describe"]> {
    return this.documents.describe(text);
  }

  written({ id }: KeptNotebook): void {
    this.first();
    this.tabs.tell({ kind: "written", id });
    this.tell();
  }

  async keepAside(notebook: KeptNotebook): Promise<void> {
    const { title = notebook.title } = this.describe(notebook.text);
    const aside = copyNotebook(notebook, `${title} (from another tab)`, this.documents);
    await this.add({ ...aside, base: undefined });
  }

  closed(session: KeptSession): void {
    this.sessions.delete(session);
  }

  /** Ends the line to the other tabs and the store. */
  close(): void {
    this.tabs.close();
    this.store.close();
  }

  private opened(session: KeptSession): KeptSession {
    this.sessions.add(session);
    return session;
  }

  private async add(notebook: KeptNotebook): Promise<KeptNotebook> {
    await addNotebook(this.store, notebook);
    this.written(notebook);
    return notebook;
  }

  private async change(
    id: string,
    change: (old: KeptNotebook) => KeptNotebook,
    message: TabMessage = { kind: "written", id },
  ): Promise<KeptNotebook> {
    const next = await changeNotebook(this.store, id, change);
    this.tabs.tell(message);
    this.tell();
    return next;
  }

  private async heard(message: TabMessage): Promise<void> {
    if (message.kind === "written" || message.kind === "deleted") {
      const { id } = message;
      const open = [...this.sessions].filter((session) => session.id === id);
      if (message.kind === "deleted") for (const one of open) one.heard({ kind: "deleted" });
      else if (open.length > 0) {
        const theirs = await this.get(id).catch(() => undefined);
        if (theirs) for (const one of open) one.heard({ kind: "changed", theirs });
      }
    }
    this.tell();
  }

  private first(): void {
    this.onfirst?.();
    this.onfirst = undefined;
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

function nothing(): void {
  // Nobody waits for the first record.
}
