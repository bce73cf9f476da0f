/** What an SE layer is told to compute in place of what was trained, as plain data. */

import type { LayerKey } from "./layer.ts";

/**
 * How each channel becomes one number: its mean over space (as trained), its maximum, its mean over the
 * middle half of rows and columns, or for every channel the same constant, the mean of all means.
 */
export type Squeeze = "mean" | "max" | "centre" | "constant";

/** What makes channel weights of the second sums; "sigmoid" is as trained, "hardSigmoid" is ReLU6(t + 3) / 6. */
export type Gate = "sigmoid" | "relu" | "tanh" | "hardSigmoid";

/** What a trained SE layer may make channel weights with: some forks use gates that nothing bounds above. */
export type TrainedGate = Gate | "hardSwish" | "silu";

/** What follows the first layer of an excitation. */
export type HiddenActivation = "relu" | "silu" | "hardSwish" | "sigmoid" | "tanh" | "identity";

/** How an SE layer computes in place of what was trained. What is left out stays as trained. */
export interface SEEdit {
  readonly squeeze?: Squeeze;
  readonly gate?: Gate;
  /** s is this, whatever the excitation says: length C, or length 1 for all channels alike. */
  readonly weights?: Float32Array;
}

/** Edits by the SE layer they change: {P5: {weights: Float32Array.of(0.5)}} makes P5 neutral. */
export type SEEdits = Readonly<Record<LayerKey, SEEdit>>;

/** Every way to squeeze, the trained one first. */
export const squeezes: readonly Squeeze[] = ["mean", "max", "centre", "constant"];

/** Every gate, the trained one first. */
export const gates: readonly Gate[] = ["sigmoid", "relu", "tanh", "hardSigmoid"];

/** Every gate that a trained SE layer may have. */
export const gatesInNetworks: readonly TrainedGate[] = [...gates, "hardSwish", "silu"];

/** Every activation of a hidden layer, the paper's first. */
export const hiddenActivations: readonly HiddenActivation[] = [
  "relu",
  "silu",
  "hardSwish",
  "sigmoid",
  "tanh",
  "identity",
];
