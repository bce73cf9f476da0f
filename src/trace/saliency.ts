/** Where in the photograph a detection comes from, and how far such an answer can be trusted, as plain data. */

import type { Method, Target } from "./attribution.ts";
import type { LayerKey } from "./layer.ts";
import type { Letterbox } from "./photo.ts";

/**
 * How a place gets its number. "gradCam" weighs a layer's channels by the target's gradient, "eigenCam" takes
 * their first principal component, "channelWeighted" adds them up as recalibration left them, "occlusion" covers
 * the place with grey. `docs/methods.md` has their sources and what they can't tell.
 */
export type WhereMethod = "gradCam" | "eigenCam" | "channelWeighted" | "occlusion";

/** Every method that reads a layer's maps, which takes one pass; occlusion takes one for each patch. */
export const layerMethods = ["gradCam", "eigenCam", "channelWeighted"] as const;
/** One of them. */
export type LayerMethod = (typeof layerMethods)[number];

/** A number for every cell of a grid over the network's input. */
export interface HeatMap {
  readonly method: WhereMethod;
  /** Id of the detection. */
  readonly detection: string;
  /** The number that is explained; undefined for methods that look at no target and so at no detection. */
  readonly target: Target | undefined;
  /** The layer whose maps were read; undefined for occlusion. */
  readonly layer: LayerKey | undefined;
  readonly rows: number;
  readonly columns: number;
  /** rows · columns numbers, row by row; a cell covers the input's height / rows by width / columns pixels. */
  readonly values: Float32Array;
  /** Whether 0 is the middle, so that numbers below it say the opposite of those above; else larger is more. */
  readonly signed: boolean;
  /** Takes the grid, which lies over the whole input, onto the photograph. */
  readonly letterbox: Letterbox;
  /** What a number is, with its unit: "drop of the confidence under grey". */
  readonly meaning: string;
}

/** What is asked of `where`. */
export interface WhereOptions {
  /** All that read a layer where they are left out. */
  readonly methods?: readonly WhereMethod[];
  /** Any layer up to the one that the detection's head reads, which it is where it is left out. */
  readonly layer?: LayerKey;
  /** "confidence" where it is left out. */
  readonly target?: Target;
  /** For occlusion: side of the grey square in input pixels; a fifth of the input where it is left out. */
  readonly patch?: number;
  /** For occlusion: by how much the square moves, which divides its side; half of that where it is left out. */
  readonly stride?: number;
}

/** A rectangle in whole pixels of the network's input: from left and top up to, but without, right and bottom. */
export interface Patch {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Patches of the input, and whether they are grey or all the rest is. */
export interface Covering {
  readonly patches: readonly Patch[];
  readonly grey: "inside" | "outside";
}

/** The least and the largest number at each share, over several orders. */
export interface Band {
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/** What the target's number becomes while more and more is taken away, and while it is put back. */
export interface FaithfulnessCurve {
  readonly of: "patches" | "channels";
  /** Whose order it is; "random" is the mean over random orders, the base line. */
  readonly method: WhereMethod | Method | "random";
  readonly target: Target;
  /** Id of the detection. */
  readonly detection: string;
  /** Share of the patches or channels that were changed, from 0 to 1. */
  readonly shares: Float32Array;
  /** The number after each share was taken away, first what the method ranks first. */
  readonly deletion: Float32Array;
  /** The number after each share was put back into nothing, first what the method ranks first. */
  readonly insertion: Float32Array;
  /** Area under the deletion curve over the shares: the mean number; low where the order is faithful. */
  readonly deletionArea: number;
  /** Area under the insertion curve over the shares: the mean number; high where the order is faithful. */
  readonly insertionArea: number;
  /** How many orders were averaged; 1 for a method's own. */
  readonly orders: number;
  /** How far the orders lie apart, where several were averaged. */
  readonly bands?: { readonly deletion: Band; readonly insertion: Band };
}

/** How alike an explanation is to its own after parameters were drawn anew. */
export interface SanityCurve {
  readonly method: LayerMethod | Method;
  /** Spearman's rank correlation in -1..1 after each step of the check, NaN where nothing varies. */
  readonly similarity: Float32Array;
}

/** The explanations of one detection under parameters drawn anew, layer by layer from the output. */
export interface SanityCheck {
  /** Id of the detection. */
  readonly detection: string;
  readonly target: Target;
  /** The layer whose maps the heat maps read. */
  readonly layer: LayerKey;
  /** The layer that each step draws anew on top of those before, Detect first. */
  readonly steps: readonly LayerKey[];
  /** The target's number after each step. */
  readonly values: Float32Array;
  readonly curves: readonly SanityCurve[];
}
