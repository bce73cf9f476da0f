/** One module of a YOLO checkpoint → its line in a configuration, and its tensors under the names we know. */

import type { NamedArray } from "../../trace/index.ts";
import type { TorchModule } from "../torch/modules.ts";

/** An argument of a configuration's line. */
export type Argument = number | boolean | string | null;

/** A map as a layer makes it. */
export interface MapSize {
  readonly channels: number;
  /** Input pixels for one output cell. */
  readonly stride: number;
}

/** What a module reads and where it stands. */
export interface Place {
  readonly module: TorchModule;
  readonly inputs: readonly MapSize[];
  /** Returns an error that names the module. */
  fault(expected: string, found: string): Error;
}

/** A module in words that our configuration knows. */
export interface ReadLayer {
  /** Module type as our configuration spells it. */
  readonly module: string;
  readonly args: readonly Argument[];
  readonly output: MapSize;
  /** Repeats inside it, 1 for most. */
  readonly number?: number;
  /** Its arrays, by name inside the module: "cv1.conv.weight". */
  readonly arrays: ReadonlyMap<string, NamedArray>;
  /** Names in the checkpoint that went into each of these, where they are others. */
  readonly took?: ReadonlyMap<string, readonly string[]>;
  /** What a person should know of it: what was recognised, assumed or changed. */
  readonly remarks?: readonly string[];
}

/** A module that is told as several lines: each reads earlier ones by their number, and -1 is what it reads itself. */
export interface Part {
  readonly from: readonly number[];
  readonly layer: ReadLayer;
}

/** Reads modules of some classes. */
export interface LayerReader {
  /** Class names it reads, without their package. */
  readonly classes: readonly string[];
  /** Returns the layer, or the lines that it is told as. Throws `place.fault` where it is another thing. */
  read(place: Place): ReadLayer | readonly Part[];
}
