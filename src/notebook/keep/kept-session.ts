/** The one object a notebook page works with: a notebook's text and settings, and whether they are kept. */

import { createSubscriber } from "svelte/reactivity";
import { ReadableError } from "../../trace/index.ts";
import { type Written, writeChanges } from "./write-changes.ts";
import { photosIn } from "./photos.ts";
import { refused } from "./refused.ts";
import type { Changes, SessionHome } from "./session-home.ts";
import type { Conflict, KeptNotebook, SaveState } from "./types.ts";

/** Milliseconds from a change to its saving. */
const delay = 400;

/**
 * A notebook that is open. Reading any of its properties in a component or an effect follows it; plain code
 * has `watch`. A session of a shipped notebook or a link is not kept until its text changes, it is trusted, or
 * `keepIt` is called.
 */
export class KeptSession {
  private readonly home: SessionHome;
  private current: KeptNotebook;
  private pending: Changes = {};
  /** What is being written. */
  private sending: Changes = {};
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writing: Promise<void> | undefined;
  private state: SaveState;
  private clash: Conflict | undefined;
  private isKept: boolean;
  private isClosed = false;
  private read = 0;
  private readonly listeners = new Set<() => void>();
  private readonly follow = createSubscriber((update) => this.watch(update));

  /** `Keep.session` and `Keep.draft` make these. */
  constructor(home: SessionHome, notebook: KeptNotebook, { kept }: { readonly kept: boolean }) {
    this.home = home;
    this.current = notebook;
    this.isKept = kept;
    this.state = kept ? this.savedState(notebook.changed) : { kind: "nothing to save" };
  }

  /** The notebook with everything that was changed, kept or not. */
  get notebook(): KeptNotebook {
    this.follow();
    return this.current;
  }

  get id(): string {
    return this.current.id;
  }

  /** The whole file as it stands. */
  get text(): string {
    return this.notebook.text;
  }

  /** Whether it is, or is about to be, among "Your notebooks" with the address `#/mine/<id>`. */
  get kept(): boolean {
    this.follow();
    return this.isKept;
  }

  get saving(): SaveState {
    this.follow();
    return this.state;
  }

  /** What another tab did with the notebook; nothing is written until `useTheirs` or `keepMine`. */
  get conflict(): Conflict | undefined {
    this.follow();
    return this.clash;
  }

  /** Counts how often the text was replaced from outside: the page reads it anew then. */
  get generation(): number {
    this.follow();
    return this.read;
  }

  /** Takes a changed text; it is saved 400 ms after the last change. */
  change(text: string): void {
    if (text === this.current.text) return;
    this.take({ text }, { keep: true });
  }

  /** Takes what is set in the notebook's inputs, by key; kept with a kept notebook only. */
  setStates(states: KeptNotebook["states"]): void {
    this.take({ states, photos: photosIn(states) });
  }

  /** Takes the identifiers of the cells that are switched off. */
  setOff(off: readonly number[]): void {
    this.take({ off });
  }

  /** Lets its code run or not, and remembers that for the same text when it comes again. */
  async setTrusted(trusted: boolean): Promise<void> {
    this.take({ trusted }, { keep: trusted });
    const remembered = this.home.rememberTrust(this.current.text, trusted);
    await Promise.all([this.flush(), remembered.catch(() => undefined)]);
  }

  /** Lets it ask other servers or not. */
  setNetwork(network: boolean): void {
    this.take({ network }, { keep: true });
  }

  /** Puts a notebook that came with the app or in a link among "Your notebooks" as it stands. */
  async keepIt(): Promise<void> {
    this.take({}, { keep: true });
    await this.flush();
  }

  /** Saves at once what is not saved yet; never rejects, `saving` says how it went. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.writing;
    if (this.isKept && !this.clash && this.unsaved) {
      this.writing = this.write();
      await this.writing;
    }
  }

  /** Whether something was changed that is not written; what is being written may be lost with the page. */
  get unsaved(): boolean {
    const changes = { ...this.sending, ...this.pending };
    return this.isKept && (this.current.revision === 0 || Object.keys(changes).length > 0);
  }

  /** Takes what the other tab wrote; a text of this one that is not saved becomes a notebook of its own. */
  async useTheirs(): Promise<void> {
    const { clash } = this;
    if (clash?.kind !== "changed") return;
    if (this.pending.text !== undefined) await this.home.keepAside(this.current);
    this.current = clash.theirs;
    this.pending = {};
    this.clash = undefined;
    this.read++;
    this.tell(this.savedState(clash.theirs.changed));
  }

  /** Writes this tab's text over what the other wrote or deleted. */
  async keepMine(): Promise<void> {
    const { clash, current } = this;
    if (!clash) return;
    const revision = clash.kind === "changed" ? clash.theirs.revision : 0;
    this.current = { ...current, revision };
    this.clash = undefined;
    this.take({ text: current.text });
    await this.flush();
  }

  /** The Keep tells what another tab did. */
  heard(conflict: Conflict): void {
    if (!this.isKept) return;
    if (conflict.kind === "changed" && conflict.theirs.revision <= this.current.revision) return;
    if (conflict.kind === "changed" && conflict.theirs.text === this.current.text) {
      this.current = { ...this.current, revision: conflict.theirs.revision };
      return;
    }
    this.clash = conflict;
    clearTimeout(this.timer);
    this.tell(this.pending.text === undefined ? this.state : this.held());
  }

  /** The Keep tells that nothing can be written any more. */
  lost(problem: ReadableError): void {
    if (this.isKept) this.tell({ kind: "not saved", problem });
  }

  /** Calls back after every change of any property; returns what ends that. */
  watch(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Saves and ends the session. */
  async close(): Promise<void> {
    await this.flush();
    this.isClosed = true;
    this.home.closed(this);
  }

  private take(changes: Changes, { keep = false } = {}): void {
    if (this.isClosed) return;
    const { text } = changes;
    this.current = {
      ...this.current,
      ...changes,
      ...(text === undefined ? {} : { changed: Date.now() }),
    };
    this.isKept ||= keep;
    if (!this.isKept) {
      this.tell(this.state);
      return;
    }
    this.pending = { ...this.pending, ...changes };
    if (this.clash) {
      this.tell(this.pending.text === undefined ? this.state : this.held());
      return;
    }
    this.tell({ kind: "saving" });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), delay);
  }

  private async write(): Promise<void> {
    const sent = this.pending;
    this.sending = sent;
    this.pending = {};
    const { text } = sent;
    if (text !== undefined) {
      const described = this.home.describe(text);
      this.current = { ...this.current, ...described };
    }
    let written: Written;
    try {
      written = await writeChanges(this.home.store, this.current, sent);
    } catch (error) {
      this.sending = {};
      this.pending = { ...sent, ...this.pending };
      this.tell({ kind: "not saved", problem: refused(error, "This notebook") });
      return;
    }
    this.sending = {};
    if (written.kind === "conflict") {
      this.pending = { ...sent, ...this.pending };
      this.clash = written.conflict;
      this.tell(this.held());
      return;
    }
    this.current = { ...this.current, revision: written.notebook.revision };
    this.home.written(written.notebook);
    this.tell(this.unsaved ? { kind: "saving" } : this.savedState(Date.now()));
  }

  private savedState(at: number): SaveState {
    const { problem } = this.home;
    return problem ? { kind: "not saved", problem } : { kind: "saved", at };
  }

  private held(): SaveState {
    const what = "This notebook was changed in another tab";
    const todo = "Choose which of the two to keep";
    return { kind: "not saved", problem: new ReadableError({ what, todo }) };
  }

  private tell(state: SaveState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
