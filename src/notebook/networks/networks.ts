/** The networks of a page: which one runs, which others can, and two at once. */

import type { Engine, ModelSource } from "../../engine/index.ts";
import { type Model, ReadableError } from "../../trace/index.ts";
import type { Keep } from "../keep/keep.ts";
import type { KeptNetwork, NetworkFile } from "../keep/types.ts";
import { type NetworkEntry, bundledId, bundledName } from "./entry.ts";
import { readFiles, sizeOf } from "./files.ts";
import { type Lent, Lending } from "./lending.ts";

/** What the networks of a page stand on. */
export interface NetworksParts {
  readonly engine: Engine;
  /** What this browser keeps; it may still be opening. */
  readonly keep: () => Promise<Pick<Keep, "networks" | "watch">>;
  /** The folder of the bundled network. */
  readonly url: string;
  /** Identifier of the network that runs first; the bundled one where it is left out. */
  readonly first?: string | undefined;
}

/** A network whose files the page has. */
type Known = KeptNetwork;

/** The networks of one page. */
export class Networks {
  private readonly parts: NetworksParts;
  /** Opened in this page and not kept, the newest first. */
  private opened: readonly Known[] = [];
  private chosen: { readonly id: string; readonly name: string };
  /** Why the first network is not the one that was wished for. */
  remark: ReadableError | undefined;
  private loading: Promise<Model> | undefined;
  private readonly lending: Lending;
  private readonly listeners = new Set<() => void>();

  constructor(parts: NetworksParts) {
    this.parts = parts;
    this.lending = new Lending(parts.engine);
    this.chosen = { id: parts.first ?? bundledId, name: bundledName };
    void parts.keep().then((keep) => keep.watch(() => this.tell()));
  }

  /** Which network runs where none is named. */
  get current(): { readonly id: string; readonly name: string } {
    return this.chosen;
  }

  /**
   * Returns the network that runs where none is named; a failed attempt stays failed until `forget`. Where the
   * first one can't be had, it is the bundled one, and `remark` says why.
   */
  model = (): Promise<Model> => (this.loading ??= this.loadFirst());

  /** Forgets a failed attempt. */
  forget(): void {
    this.loading = undefined;
  }

  /** Calls back when another network runs or the list changed; returns what ends that. */
  watch(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Returns every network that can be chosen, the bundled one first. */
  async list(): Promise<readonly NetworkEntry[]> {
    const kept = await this.kept();
    const entry = (place: "kept" | "opened", known: Known): NetworkEntry => ({
      ...{ id: known.id, name: known.name, place, bytes: sizeOf(known.files) },
      ...(place === "kept" && { created: known.created }),
      current: known.id === this.chosen.id,
    });
    const bundled = { id: bundledId, name: bundledName, place: "bundled", bytes: 0 } as const;
    return [
      { ...bundled, current: this.chosen.id === bundledId },
      ...this.opened
        .filter(({ id }) => !kept.some((one) => one.id === id))
        .map((one) => entry("opened", one)),
      ...kept.map((one) => entry("kept", one)),
    ];
  }

  /**
   * Opens files and makes theirs the network that runs. Rejects with a ReadableError that says what is wrong with
   * them; the network before then stays.
   */
  async open(given: readonly File[]): Promise<Model> {
    const files = given.map((file): NetworkFile => ({ name: file.name, blob: file }));
    const read = await readFiles(files);
    const known = await this.find(read.id);
    const model = await this.load({ files: read.files, ...(known && { name: known.name }) });
    const { id } = read;
    const name = known?.name ?? model.name;
    const counts = { classes: model.classes.length, seLayers: model.seLayers.length };
    // Copied: a file that is changed or deleted meanwhile could not be read again.
    const copies = read.files.map(({ name: of, bytes }) => ({ name: of, blob: new Blob([bytes]) }));
    const opened: Known = { id, name, files: copies, ...counts, created: Date.now() };
    if (!known) this.opened = [opened, ...this.opened.filter((one) => one.id !== id)];
    this.use(model, { id, name });
    return model;
  }

  /** Makes a network the one that runs. Rejects with a ReadableError; the network before then stays. */
  async choose(id: string): Promise<Model> {
    const { name, source } = await this.sourceOf(id);
    const model = await this.load(source);
    this.use(model, { id, name });
    return model;
  }

  /** Keeps an opened network in the browser. Rejects with a ReadableError where that fails. */
  async keep(id: string): Promise<void> {
    const opened = this.opened.find((one) => one.id === id);
    if (!opened) return;
    const { networks } = await this.parts.keep();
    await networks.put({ ...opened, created: Date.now() });
    this.opened = this.opened.filter((one) => one !== opened);
    this.tell();
  }

  /** Renames a network. */
  async rename(id: string, name: string): Promise<void> {
    const { networks } = await this.parts.keep();
    await networks.rename(id, name);
    this.opened = this.opened.map((one) => (one.id === id ? { ...one, name } : one));
    if (this.chosen.id === id) this.chosen = { id, name };
    this.tell();
  }

  /**
   * Takes a network away; one that runs goes on until another is chosen. Returns what puts it back.
   */
  async remove(id: string): Promise<() => Promise<void>> {
    const { networks } = await this.parts.keep();
    const kept = await networks.get(id);
    const before = this.opened;
    if (kept) await networks.remove(id);
    this.opened = this.opened.filter((one) => one.id !== id);
    this.tell();
    return async () => {
      if (kept) await networks.put(kept);
      else this.opened = before;
      this.tell();
    };
  }

  /**
   * Lends a network by its name or identifier: the one that runs, or another that is loaded beside it. Rejects
   * with a ReadableError where there is none of that name.
   */
  async borrow(name: string): Promise<Lent> {
    const { id } = await this.named(name);
    if (id === this.chosen.id) return { model: await this.model(), giveBack: () => undefined };
    return await this.lending.lend(id, async () => (await this.sourceOf(id)).source);
  }

  private async loadFirst(): Promise<Model> {
    const { id } = this.chosen;
    try {
      const { name, source } = await this.sourceOf(id);
      const model = await this.parts.engine.load(source);
      this.chosen = { id, name };
      this.tell();
      return model;
    } catch (error) {
      if (id === bundledId || !(error instanceof ReadableError)) throw error;
      this.remark = error;
      this.chosen = { id: bundledId, name: bundledName };
      return await this.loadFirst();
    }
  }

  private async load(source: ModelSource): Promise<Model> {
    // The first one is let in before, so that a wrong file has one to leave in place.
    await this.loading?.catch(() => undefined);
    return await this.parts.engine.load(source);
  }

  private use(model: Model, chosen: { readonly id: string; readonly name: string }): void {
    this.chosen = chosen;
    this.loading = Promise.resolve(model);
    this.tell();
  }

  private async sourceOf(id: string): Promise<{ name: string; source: ModelSource }> {
    if (id === bundledId) return { name: bundledName, source: { url: this.parts.url } };
    const known = await this.find(id);
    if (!known)
      throw new ReadableError({
        what: "This browser keeps no such network",
        todo: "Open its files again",
      });
    const { name, files } = known;
    return { name, source: { name, files: (await readFiles(files)).files } };
  }

  private async named(name: string): Promise<NetworkEntry> {
    const entries = await this.list();
    const wanted = name.toLowerCase();
    const found =
      entries.find(({ id }) => id === name) ??
      entries.find((one) => one.name.toLowerCase() === wanted);
    if (found) return found;
    throw new ReadableError({
      what: `There is no network "${name}"`,
      expected: `one of ${entries.map((one) => one.name).join(", ")}`,
      todo: "Open its checkpoint in the page's header, and keep it where it shall be there next time",
    });
  }

  private async find(id: string): Promise<Known | undefined> {
    const opened = this.opened.find((one) => one.id === id);
    if (opened) return opened;
    try {
      return await (await this.parts.keep()).networks.get(id);
    } catch {
      return undefined;
    }
  }

  private async kept(): Promise<readonly Known[]> {
    try {
      return await (await this.parts.keep()).networks.list();
    } catch {
      // Storage that can't be read hides the kept networks, not the others.
      return [];
    }
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
