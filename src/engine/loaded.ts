/** The networks that are loaded: the page's own, and others beside it. */

import { type Model, ReadableError } from "../trace/index.ts";
import type { AnyModelFiles } from "./door.ts";

/** So many networks are on the device at once at most: of size n each is about 15 MB of memory there. */
export const mostNetworks = 4;

/** A network that is loaded. */
export interface LoadedNetwork {
  /** Its number in the Core. */
  readonly id: number;
  readonly files: AnyModelFiles;
  readonly model: Model;
}

/** Knows each loaded network by its description. */
export class LoadedNetworks {
  /** The one that runs where none is named. */
  main: LoadedNetwork | undefined;
  private readonly beside = new Map<Model, LoadedNetwork>();
  private last = 0;

  /** Returns a number that no network has. */
  nextId(): number {
    return ++this.last;
  }

  /** Every network, the page's own first. */
  get all(): readonly LoadedNetwork[] {
    return [...(this.main ? [this.main] : []), ...this.beside.values()];
  }

  /** Returns the network of a description, or the page's own; undefined where it is not loaded. */
  find(model: Model | undefined = this.main?.model): LoadedNetwork | undefined {
    return this.all.find((one) => one.model === model);
  }

  /** Returns the same as `find`. Throws a ReadableError where it is not loaded. */
  get(model?: Model): LoadedNetwork {
    const found = this.find(model);
    if (found) return found;
    throw new ReadableError({
      what: model ? `The network ${model.name} is not loaded any more` : "No network is loaded",
      todo: model ? "Load it again" : "Load one first",
    });
  }

  /** Throws a ReadableError where one more would be too many. */
  checkRoom(): void {
    if (this.all.length < mostNetworks) return;
    throw new ReadableError({
      what: "No more networks can be loaded beside each other",
      expected: `at most ${String(mostNetworks)} at once`,
      found: this.all.map(({ model }) => model.name).join(", "),
      todo: "Let one of them go: take its cell away, or close a notebook",
    });
  }

  /** Adds a network beside the page's own. */
  add(network: LoadedNetwork): void {
    this.beside.set(network.model, network);
  }

  /** Takes a network beside the page's own away; returns it where there was one. */
  remove(model: Model): LoadedNetwork | undefined {
    const network = this.beside.get(model);
    this.beside.delete(model);
    return network;
  }
}
