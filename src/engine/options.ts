/** What an engine is told: how to start, what to load, how to run. */

import type { OnProgress } from "../trace/index.ts";
import type { BackendWish } from "./backend.ts";
import type { AnyModelFiles } from "./door.ts";

/** How an engine is started. */
export interface EngineOptions {
  /** Which backend computes; "auto" where it is left out. */
  readonly backend?: BackendWish;
  /** Side of the square input that `inspect` uses unless it is told another, and that is prepared for. */
  readonly size?: number;
}

/** How a photograph is run. */
export interface InspectOptions {
  /** Side of the square input in pixels, a multiple of the largest stride, at most 2048. */
  readonly size?: number;
  readonly signal?: AbortSignal;
}

/** How a job is cancelled. */
export interface JobOptions {
  readonly signal?: AbortSignal | undefined;
}

/** How the network is timed with and without its SE layers. */
export interface TimeWithoutOptions extends JobOptions {
  /** Measured passes of each kind, 1 to 1000; 10 where it is left out. */
  readonly runs?: number;
  readonly onProgress?: OnProgress | undefined;
}

/** Where a network comes from: a folder to download, or its files. */
export type ModelSource = { readonly url: string } | AnyModelFiles;
