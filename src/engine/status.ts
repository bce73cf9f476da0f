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

/** The state before anything has started. */
export function initialStatus(wish: BackendWish): EngineStatus {
  return {
    state: "starting",
    wish,
    backend: undefined,
    why: "",
    threads: 1,
    place: undefined,
    progress: undefined,
    notice: undefined,
  };
}
