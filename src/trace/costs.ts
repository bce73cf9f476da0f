/** What a network and its SE layers cost: counted and measured, as plain data. */

import type { LayerKey } from "./layer.ts";

/** YOLOv5's sizes, from nano to extra large. */
export type ModelSize = "n" | "s" | "m" | "l" | "x";

/** What is counted: the loaded network where nothing is said. */
export interface CostOptions {
  /** Depth and width multiples of this size in place of the configuration's own. */
  readonly size?: ModelSize;
  /** r of every SE layer in place of the configuration's own. */
  readonly reduction?: number;
  /** Side of the square input in pixels, 640 where it is left out. */
  readonly input?: number;
}

/** A count of trained numbers, and of multiplications with their additions in one forward pass. */
export interface Cost {
  readonly parameters: number;
  readonly multiplyAdds: number;
}

/** What one layer costs. */
export interface LayerCost extends Cost {
  readonly index: number;
  readonly key: LayerKey;
  readonly module: string;
}

/** What a network costs, layer by layer. */
export interface ModelCosts {
  /** Side of the square input in pixels. */
  readonly input: number;
  readonly depthMultiple: number;
  readonly widthMultiple: number;
  readonly layers: readonly LayerCost[];
  readonly total: Cost;
  /** All SE layers together. */
  readonly se: Cost;
  /** The SE layers' part of the total, each in 0..1. */
  readonly seShare: Cost;
}

/** Measured forward passes of one kind. */
export interface PassTimes {
  /** Median in milliseconds. */
  readonly median: number;
  /** Every run in milliseconds, in the order in which they were made. */
  readonly runs: readonly number[];
}

/** What the SE layers take, measured: passes with and without them, in turn. */
export interface SETimes {
  readonly backend: string;
  /** Side of the square input in pixels. */
  readonly input: number;
  readonly withSE: PassTimes;
  readonly withoutSE: PassTimes;
}
