/** Everything one forward pass left for inspection. */

import type { Answer } from "./answer.ts";
import type { Detection } from "./detection.ts";
import type { SEEdits } from "./edit.ts";
import type { LayerKey, Model } from "./layer.ts";
import type { Letterbox, Photo } from "./photo.ts";

/** What one SE layer computed for one photograph. */
export interface ChannelWeights {
  /** z: the mean of each channel over space (or what an edit puts in its place), length C. */
  readonly squeeze: Float32Array;
  /** h: the hidden layer after ReLU, length C / r; a unit at exactly 0 is off for this photograph. */
  readonly hidden: Float32Array;
  /** s: the channel weights, length C, each in (0, 1) unless an edit says otherwise. */
  readonly excitation: Float32Array;
}

/** Which feature maps to fetch. */
export interface FeatureMapRequest {
  /** Channel indices, in the order wanted. All channels where it is left out. */
  readonly channels?: readonly number[];
  /** For an SE layer, before ("input") or after ("output", the default) recalibration. */
  readonly at?: "input" | "output";
}

/** Some feature maps of one layer. */
export interface FeatureMaps {
  readonly layer: LayerKey;
  readonly at: "input" | "output";
  readonly height: number;
  readonly width: number;
  readonly channels: readonly number[];
  /** One array of height · width activations a channel, row by row, in the order of `channels`. */
  readonly values: readonly Float32Array[];
}

/** Which backend computed a trace and how long it took. */
export interface RunInfo {
  readonly backend: string;
  /** Milliseconds from the input's upload to the last number read, NMS left out. */
  readonly milliseconds: number;
}

/** One forward pass, as plain data; its feature maps are fetched on demand until it is released. */
export interface Trace {
  /** Unique among the traces of a page. */
  readonly id: number;
  readonly model: Model;
  readonly photo: Photo;
  readonly letterbox: Letterbox;
  readonly run: RunInfo;
  /** What was changed of the SE layers, by key; empty where the network ran as trained. */
  readonly edits: SEEdits;
  /** Boxes before NMS with a confidence of at least 0.01, best first. */
  readonly candidates: readonly Detection[];
  /** Boxes after NMS with the default thresholds, best first. */
  readonly detections: readonly Detection[];
  /** What a network without boxes gave; undefined where it gives boxes. */
  readonly answer?: Answer;
  /** Returns z, h and s of an SE layer. Throws a ReadableError where the layer is not an SE layer. */
  channelWeights(layer: LayerKey): ChannelWeights;
  /** Fetches feature maps of any layer. Rejects with a ReadableError for an unknown layer or channel. */
  featureMaps(layer: LayerKey, request?: FeatureMapRequest): Promise<FeatureMaps>;
  /** Frees what the trace holds in the engine; feature maps can't be fetched any more. Safe to call twice. */
  release(): void;
}
