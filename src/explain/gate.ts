/** What gates make of a sum, as numbers. */

import { type TrainedGate, sigmoid } from "../trace/index.ts";

/** Returns the channel weight that a gate makes of a second sum. */
export function gateOf(gate: TrainedGate, sum: number): number {
  return gates[gate](sum);
}

const hardSigmoid = (x: number): number => Math.min(Math.max(x / 6 + 0.5, 0), 1);

const gates: Readonly<Record<TrainedGate, (x: number) => number>> = {
  sigmoid,
  hardSigmoid,
  relu: (x) => Math.max(0, x),
  tanh: Math.tanh,
  hardSwish: (x) => x * hardSigmoid(x),
  silu: (x) => x * sigmoid(x),
};
