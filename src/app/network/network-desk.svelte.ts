/** The page's networks as the header and the network page show them, and everything that can be done with them. */

import type { NetworkEntry } from "../../notebook/networks/entry.ts";
import type { Networks } from "../../notebook/networks/networks.ts";
import { type Model, type ReadableError, readable } from "../../trace/index.ts";
import type { Notice } from "../notebook/notice.ts";
import { rememberNetwork } from "./remembered.ts";

/** Follows the networks of a page for as long as the page lives. */
export class NetworkDesk {
  /** The network that runs; undefined until the first one is loaded. */
  model = $state.raw<Model>();
  /** What the network that runs is called. */
  name = $state("");
  /** Every network that can be chosen. */
  entries = $state.raw<readonly NetworkEntry[]>([]);
  /** What is being read, in words; undefined while nothing is. */
  busy = $state<string>();
  /** Why the last files or the last choice did not become the network that runs. */
  problem = $state.raw<ReadableError>();
  /** Identifier of a network that was just opened and whose keeping is not decided. */
  undecided = $state<string>();
  /** What was just done. */
  notice = $state.raw<Notice>();
  private turn = 0;
  private readonly networks: Networks;

  constructor(networks: Networks) {
    this.networks = networks;
    this.name = networks.current.name;
    networks.watch(() => void this.read());
    void this.read();
    networks.model().then(
      () => {
        this.problem = networks.remark;
        if (networks.remark) rememberNetwork(undefined);
        void this.read();
      },
      () => undefined,
    );
  }

  /** The entry of the network that runs. */
  get current(): NetworkEntry | undefined {
    return this.entries.find(({ current }) => current);
  }

  /** Opens files as the network that runs; what is wrong with them is in `problem`. */
  async open(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    const names = files.map(({ name }) => name).join(", ");
    await this.change(`Reading ${names}`, async () => {
      await this.networks.open(files);
      const { id } = this.networks.current;
      const entry = (await this.networks.list()).find((one) => one.id === id);
      rememberNetwork(entry?.place === "kept" ? id : undefined);
      this.undecided = entry?.place === "opened" ? id : undefined;
    });
  }

  /** Makes a network the one that runs. */
  async choose(entry: NetworkEntry): Promise<void> {
    if (entry.current) return;
    await this.change(`Loading ${entry.name}`, async () => {
      await this.networks.choose(entry.id);
      rememberNetwork(entry.place === "opened" ? undefined : entry.id);
      this.undecided = undefined;
    });
  }

  /** Keeps an opened network in this browser. */
  async keep(id: string): Promise<void> {
    try {
      await this.networks.keep(id);
      if (this.networks.current.id === id) rememberNetwork(id);
      this.undecided = undefined;
      this.notice = { text: `${this.nameOf(id)} is kept in this browser.` };
    } catch (error) {
      this.problem = readable(error);
    }
  }

  async rename(id: string, name: string): Promise<void> {
    await this.networks.rename(id, name.trim()).catch((error: unknown) => {
      this.problem = readable(error);
    });
  }

  /** Takes a network away; it can be put back for a moment. Where it runs, the bundled one takes its place. */
  async remove({ id, name }: NetworkEntry): Promise<void> {
    try {
      const restore = await this.networks.remove(id);
      const runs = this.networks.current.id === id;
      const undo = async (): Promise<void> => {
        await restore();
        await this.read();
        const back = this.entries.find((one) => one.id === id);
        if (runs && back) await this.choose(back);
      };
      const run = (): void => {
        undo().catch((error: unknown) => (this.problem = readable(error)));
      };
      if (this.undecided === id) this.undecided = undefined;
      const [bundled] = this.entries;
      if (runs && bundled) await this.choose(bundled);
      const text = `${name} was removed from this browser.`;
      this.notice = { text, action: { label: "Undo", run } };
    } catch (error) {
      this.problem = readable(error);
    }
  }

  private nameOf(id: string): string {
    return this.entries.find((one) => one.id === id)?.name ?? "The network";
  }

  private async change(busy: string, work: () => Promise<void>): Promise<void> {
    const mine = ++this.turn;
    this.busy = busy;
    this.problem = undefined;
    try {
      await work();
    } catch (error) {
      // A newer choice took its place.
      if (mine === this.turn) this.problem = readable(error);
    } finally {
      if (mine === this.turn) this.busy = undefined;
      await this.read();
    }
  }

  private async read(): Promise<void> {
    this.entries = await this.networks.list();
    this.name = this.networks.current.name;
    this.model = await this.networks.model().catch(() => undefined);
  }
}
