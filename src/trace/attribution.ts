/** Which channels a detection's numbers come from: what is asked, and what each method answers, as plain data. */

import type { Detection } from "./detection.ts";
import type { LayerKey } from "./layer.ts";

/** A raw number t that Detect's convolution gives for one anchor of one cell, before any sigmoid. */
export type Logit = "x" | "y" | "width" | "height" | "objectness" | "class";

/**
 * Which number of a detection is explained. "objectness" and "class" (the detection's own class) are logits
 * before the sigmoid; "confidence" is σ(objectness) · σ(class), in (0, 1); "x", "y", "width" and "height" are the
 * box's raw logits. All are read at the detection's own head, cell and anchor, whatever NMS would say.
 */
export type Target = "confidence" | Logit;

/** Every target, the one that is explained where none is named first. */
export const targets: readonly Target[] = [
  ...(["confidence", "objectness", "class", "x", "y", "width", "height"] as const),
];

/** Every logit, in the order in which the engine gives them. */
export const logitNames: readonly Logit[] = ["x", "y", "width", "height", "objectness", "class"];

/** A number of a detection. */
export interface TargetOf {
  readonly detection: Detection;
  readonly target: Target;
}

/**
 * How a channel gets its number. "credit" is its exact term in the logit; "gradient" is s times the gradient by s;
 * "ablateNeutral" and "ablateZero" are what the value loses when s becomes 0.5 and 0; "shapley" is the mean of
 * what it adds when channels come in a random order. `docs/methods.md` has their sources and what they can't tell.
 */
export type Method = "credit" | "gradient" | "ablateNeutral" | "ablateZero" | "shapley";

/** Every method, the cheapest first. */
export const methods: readonly Method[] = [
  ...(["credit", "gradient", "ablateNeutral", "ablateZero", "shapley"] as const),
];

/** What s of an absent channel is: 0.5, 0, or its usual mean over photographs. */
export type Absent = "neutral" | "zero" | "usual";

/**
 * One method's number for every channel of some SE layers, in the unit of the target: above 0 where the channel
 * raises the value, below 0 where it lowers it, for every method alike.
 */
export interface Attribution {
  readonly method: Method;
  readonly target: Target;
  /** Id of the detection. */
  readonly detection: string;
  /** For each SE layer that the method reaches, length C. */
  readonly layers: ReadonlyMap<LayerKey, Float32Array>;
  /** Standard errors of these numbers, where the method samples. */
  readonly errors?: ReadonlyMap<LayerKey, Float32Array>;
  /**
   * For each layer what its numbers are added to, to give the value: without any channel of it. Only "credit" and
   * "shapley" add up; undefined for the others.
   */
  readonly base?: ReadonlyMap<LayerKey, number>;
  /** The target's value in the trace. */
  readonly value: number;
  /** How many random orders were averaged for each layer, for "shapley". */
  readonly orders?: ReadonlyMap<LayerKey, number>;
}

/** What Detect's 1×1 convolution reads and multiplies for one logit. */
export interface LogitEvidence {
  /** The row of Detect's parameters, w, length C. */
  readonly parameters: Float32Array;
  readonly bias: number;
  /** The logit as the network computed it. */
  readonly value: number;
}

/** What Detect reads of an SE layer at a detection's cell: every logit is Σ w·s·u + bias. */
export interface Evidence {
  /** Id of the detection. */
  readonly detection: string;
  /** The SE layer that the detection's head reads. */
  readonly layer: LayerKey;
  /** u at the cell, before recalibration, length C. */
  readonly input: Float32Array;
  /** s, the channel weights that the trace ran with, length C. */
  readonly channelWeights: Float32Array;
  readonly logits: Readonly<Record<Logit, LogitEvidence>>;
}

/** How Shapley values are sampled. */
export interface ShapleyOptions {
  /** What stands for an absent channel; "neutral" where it is left out. */
  readonly absent?: Absent;
  /** Sampling stops when no channel's standard error is above this, in the target's unit; 0.001 where left out. */
  readonly bound?: number;
  /** Most random orders for the layer that the detection's head reads; 4096 where it is left out. */
  readonly permutations?: number;
  /** Most reruns for each other layer, where every order takes 2 · C of them; 512 where it is left out. */
  readonly reruns?: number;
  /** The same seed gives the same orders; 1 where it is left out. */
  readonly seed?: number;
}

/** What is asked of `attribute`. */
export interface AttributeOptions {
  /** "confidence" where it is left out. */
  readonly target?: Target;
  /** All where they are left out. */
  readonly methods?: readonly Method[];
  /** Keys of SE layers, all where they are left out. */
  readonly layers?: readonly LayerKey[];
  readonly shapley?: ShapleyOptions;
}

/** What several methods say of one number of a detection; not all of it may be there yet. */
export interface Attributions extends TargetOf {
  /** Id of the trace. */
  readonly trace: number;
  /** The target's value in the trace. */
  readonly value: number;
  /** The SE layers that were asked. */
  readonly layers: readonly LayerKey[];
  readonly byMethod: ReadonlyMap<Method, Attribution>;
  /** Why a method that was asked has no answer here, in a sentence. */
  readonly missing: ReadonlyMap<Method, string>;
  /** What Detect read at the cell; undefined where its head reads no SE layer. */
  readonly evidence: Evidence | undefined;
  /** Share of the work that is done, in 0..1; 1 where nothing is to come. */
  readonly done: number;
}
