/** A configuration as it is planned, without parameters and without running it, as plain data. */

import type { Cost } from "./costs.ts";
import type { Head, HeadScale, Layer, MapShape } from "./layer.ts";

/** The parts of a detector, from the photograph to the boxes. */
export type ArchitecturePart = "backbone" | "neck" | "heads";

/** What an SE layer of a configuration is. */
export interface ArchitectureSE {
  /** The head scale whose map it recalibrates directly before the head; undefined anywhere else. */
  readonly headScale: HeadScale | undefined;
  /** Width of its hidden layer. */
  readonly hidden: number;
  /** r: channels over the hidden width. */
  readonly reduction: number;
  /** The head scales whose boxes an edit of it changes, fine to coarse. */
  readonly reaches: readonly HeadScale[];
}

/** One layer of a configuration at a given input. */
export interface ArchitectureLayer extends Layer {
  readonly part: ArchitecturePart;
  /** Its arguments as the configuration has them, names replaced. */
  readonly args: string;
  /** The module of the configuration's line, where that was written out as several layers. */
  readonly within: string | undefined;
  /** Shape of its output; of the head, that of its first scale's logits. */
  readonly shape: MapShape;
  readonly multiplyAdds: number;
  /** Undefined where the layer is no SE layer. */
  readonly se: ArchitectureSE | undefined;
}

/** A configuration, planned. */
export interface Architecture {
  /** Side of the square input in pixels. */
  readonly input: number;
  readonly layers: readonly ArchitectureLayer[];
  readonly heads: readonly Head[];
  readonly total: Cost;
  /** All SE layers together. */
  readonly se: Cost;
  /** The SE layers' part of the total, each in 0..1. */
  readonly seShare: Cost;
}
