/** What an engine is told: how to start, what to load, how to run. */

import type { LayerKey, LayerMethod, Model, OnProgress, ShapleyOptions } from "../trace/index.ts";
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
  /** Which of the loaded networks runs; the page's own where none is named. */
  readonly network?: Model | undefined;
}

/** How a job is cancelled. */
export interface JobOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A job that takes many passes. */
export interface LongJobOptions extends JobOptions {
  readonly onProgress?: OnProgress | undefined;
}

/** For which SE layers a detection is explained; all where they are left out. */
export interface LayersOptions extends LongJobOptions {
  readonly layers?: readonly LayerKey[] | undefined;
}

/** How channels are ablated. */
export interface AblateOptions extends LayersOptions {
  /** What each channel weight is set to: 0.5, where it is left out, or 0. */
  readonly absent?: "neutral" | "zero";
}

/** How Shapley values are sampled, and for which layers. */
export interface ShapleyJobOptions extends LayersOptions, ShapleyOptions {}

/** Which heat maps of which layer are made; the layer that the detection's head reads where none is named. */
export interface HeatMapOptions extends JobOptions {
  readonly methods: readonly LayerMethod[];
  readonly layer?: LayerKey | undefined;
}

/** How many layers have their parameters drawn anew, from the output on, and with which seed. */
export interface RandomOptions extends HeatMapOptions {
  readonly depth: number;
  readonly seed: number;
}

/** How the network is timed with and without its SE layers. */
export interface TimeWithoutOptions extends JobOptions {
  /** Measured passes of each kind, 1 to 1000; 10 where it is left out. */
  readonly runs?: number;
  readonly onProgress?: OnProgress | undefined;
}

/** Where a network comes from: a folder to download, or its files. */
export type ModelSource = { readonly url: string } | AnyModelFiles;
