/** The five steps of the stepper, and how to get from one to another. */

/** One step. */
export interface Step {
  /** From 1. */
  readonly number: number;
  readonly name: string;
  /** What it computes, short enough for a narrow column. */
  readonly formula: string;
  /** What it does, in a sentence. */
  readonly says: string;
}

/** All steps, in the order of the computation. */
export const steps: readonly Step[] = [
  {
    number: 1,
    name: "Squeeze",
    formula: "z = mean(u)",
    says: "Each feature map becomes one number: its mean over the whole picture.",
  },
  {
    number: 2,
    name: "Excitation, first layer",
    formula: "h = ReLU(W₁z)",
    says: "A few hidden units each read all of z; what comes out negative is cut to zero.",
  },
  {
    number: 3,
    name: "Excitation, second layer",
    formula: "s = σ(W₂h)",
    says: "Every channel reads the hidden units; the sigmoid makes a weight between 0 and 1 of the sum.",
  },
  {
    number: 4,
    name: "Recalibration",
    formula: "x̃ = s·u",
    says: "Each map is multiplied by its weight, one number for all of its cells.",
  },
  {
    number: 5,
    name: "And so?",
    formula: "detections",
    says: "What the detector finds with these weights, with the usual ones, and with neutral ones.",
  },
];

/** Number of the last step. */
export const lastStep = steps.length;

/** Returns the step that a key leads to from another; undefined for a key that leads nowhere. */
export function stepAfter(key: string, { from }: { readonly from: number }): number | undefined {
  switch (key) {
    case "ArrowRight":
      return Math.min(lastStep, from + 1);
    case "ArrowLeft":
      return Math.max(1, from - 1);
    case "Home":
      return 1;
    case "End":
      return lastStep;
    default:
      return undefined;
  }
}
