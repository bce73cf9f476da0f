/** What is known of the network without running it, as plain data. */

import type { HiddenActivation, TrainedGate } from "./edit.ts";
import type { ModelOrigin } from "./model-origin.ts";

/** The size of a map as [height, width, channels]. */
export type MapShape = readonly [height: number, width: number, channels: number];

/** One of the maps that Detect reads, named by the base-2 logarithm of its stride: P3 is stride 8. */
export type HeadScale = `P${number}`;

/** How a layer is named: its index as text ("18"), or for an SE layer that Detect reads its head scale ("P3"). */
export type LayerKey = string;

/** One line of the configuration, planned. */
export interface Layer {
  /** Index in the configuration, from 0. */
  readonly index: number;
  /** How cells and figures name it: "P3" for an SE layer of a head scale, else the index as text. */
  readonly key: LayerKey;
  /** Module type as the configuration spells it: "Conv", "C3", "nn.Upsample". */
  readonly module: string;
  /** Indices of the layers it reads; -1 is the photograph. */
  readonly from: readonly number[];
  /** Indices of the layers that read it. */
  readonly consumers: readonly number[];
  /** How often the module is repeated inside, after the depth multiple. */
  readonly repeats: number;
  /** Output channels, after the width multiple. */
  readonly channels: number;
  /** Input pixels for one output cell, in both directions. */
  readonly stride: number;
  /** Count of trained numbers, batch normalisation's running statistics left out. */
  readonly parameters: number;
  /** Line of the configuration file, from 1; 0 where the configuration did not come from text. */
  readonly line: number;
}

/** What an SE layer's channel weights usually are, measured over many photographs once, when it was exported. */
export interface ChannelReference {
  /** How many photographs were measured. */
  readonly photographs: number;
  /** Mean of s over the photographs, length C. */
  readonly mean: Float32Array;
  /** Standard deviation of s over the photographs, length C. */
  readonly deviation: Float32Array;
}

/** A Squeeze-and-Excitation layer with the numbers of its two fully connected layers. */
export interface SELayer {
  readonly key: LayerKey;
  /** Index in the configuration. */
  readonly index: number;
  /** The head scale whose map it recalibrates directly before Detect; undefined anywhere else. */
  readonly headScale: HeadScale | undefined;
  readonly stride: number;
  /** C: channels in and out. */
  readonly channels: number;
  /** C / r: width of the hidden layer. */
  readonly hidden: number;
  /** r: reduction ratio, C over the hidden width. */
  readonly reduction: number;
  /** W1, [hidden, channels] row by row; the identity where the layer has but one matrix. */
  readonly first: Float32Array;
  /** W2, [channels, hidden] row by row. */
  readonly second: Float32Array;
  /** Added to W1 · z, length C / r; undefined where the layer has no biases, as in the paper. */
  readonly firstBias?: Float32Array;
  /** Added to W2 · h, length C. */
  readonly secondBias?: Float32Array;
  /** What follows W1; "relu" in the paper. */
  readonly activation: HiddenActivation;
  /** What makes s of the second sums; "sigmoid" in the paper. */
  readonly gate: TrainedGate;
  /** What its channel weights usually are; undefined where nobody measured it. */
  readonly reference?: ChannelReference;
}

/** One scale that Detect reads. */
export interface Head {
  readonly scale: HeadScale;
  /** Index of the layer whose output Detect reads. */
  readonly layer: number;
  readonly stride: number;
  /** Anchor widths and heights in pixels of the letterboxed input. */
  readonly anchors: readonly (readonly [width: number, height: number])[];
}

/** A loaded network, described without its tensors. */
export interface Model {
  readonly name: string;
  /** Class names, in the order of Detect's outputs. */
  readonly classes: readonly string[];
  readonly layers: readonly Layer[];
  /** Every SE layer, in the order of the configuration. */
  readonly seLayers: readonly SELayer[];
  readonly heads: readonly Head[];
  /** Count of trained numbers in the whole network. */
  readonly parameters: number;
  /** The seed from which the parameters were drawn at random; undefined for trained ones. */
  readonly random?: number;
  /** What is known of the files that it was read from; undefined for the bundled one. */
  readonly origin?: ModelOrigin;
}
