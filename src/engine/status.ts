/** What the engine is doing, for the page to show. */

import type { Progress } from "../trace/index.ts";
import type { Backend, BackendWish } from "./backend.ts";

/** The engine's state at one moment. */
export interface EngineStatus {
  readonly state: "starting" | "loading" | "ready" | "running" | "restarting" | "failed";
  /** What the page asked for. */
  readonly wish: BackendWish;
  /** What runs; undefined until it has started. */
  readonly backend: Backend | undefined;
  /** Why this backend, in a sentence. */
  readonly why: string;
  readonly threads: number;
  readonly place: "worker" | "page" | undefined;
  readonly progress: Progress | undefined;
  /** Something a person should know: a restart, a fall-back, a failure. */
  readonly notice: string | undefined;
}

/** The facts that a state follows from. */
export interface Activity {
  /** Whether a Core runs, is being started for the first time or again, or can't be. */
  readonly core: "starting" | "up" | "restarting" | "failed";
  /** Whether a network is loaded. */
  readonly loaded: boolean;
  readonly loading: boolean;
  readonly running: boolean;
}

/** Returns the one word for what the engine does. */
export function stateOf({ core, loaded, loading, running }: Activity): EngineStatus["state"] {
  if (core === "restarting") return core;
  if (loading) return "loading";
  if (core === "failed") return core;
  if (core === "starting" || !loaded) return "starting";
  return running ? "running" : "ready";
}

type Facts = Omit<EngineStatus, "state"> & Activity;

/** Holds the status and tells whoever watches. */
export class StatusBoard {
  private readonly watchers = new Set<(status: EngineStatus) => void>();
  private facts: Facts;
  private shown: EngineStatus;

  constructor(wish: BackendWish) {
    this.facts = initialFacts(wish);
    this.shown = show(this.facts);
  }

  /** The status now. */
  get status(): EngineStatus {
    return this.shown;
  }

  /** Calls the watcher now and on every change. Returns a function that ends it. */
  watch(watcher: (status: EngineStatus) => void): () => void {
    // Of its own, so that the same function can watch twice.
    const own = (status: EngineStatus): void => {
      watcher(status);
    };
    this.watchers.add(own);
    own(this.shown);
    return () => {
      this.watchers.delete(own);
    };
  }

  /** Changes what is known. */
  change(change: Partial<Facts>): void {
    this.facts = { ...this.facts, ...change };
    this.shown = show(this.facts);
    for (const watcher of this.watchers) watcher(this.shown);
  }

  /** Forgets the backend for a new wish. */
  restart(wish: BackendWish): void {
    const { loaded, loading, running } = this.facts;
    this.change({ ...initialFacts(wish), loaded, loading, running });
  }

  /** Ends all watching. */
  close(): void {
    this.watchers.clear();
  }
}

function initialFacts(wish: BackendWish): Facts {
  return {
    core: "starting",
    loaded: false,
    loading: false,
    running: false,
    wish,
    backend: undefined,
    why: "",
    threads: 1,
    place: undefined,
    progress: undefined,
    notice: undefined,
  };
}

function show({ core, loaded, loading, running, ...rest }: Facts): EngineStatus {
  return { state: stateOf({ core, loaded, loading, running }), ...rest };
}
