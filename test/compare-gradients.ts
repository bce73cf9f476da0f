/** Compares gradients by channel weights with PyTorch's of one case; runs in Node and in a browser alike. */

import { memory, tensor3d } from "@tensorflow/tfjs-core";
import { readSafetensors } from "../src/import/safetensors.ts";
import {
  type Plan,
  type TargetPlace,
  forward,
  gradientsOf,
  placeParameters,
  planNetwork,
  readConfig,
  registerGradients,
} from "../src/network/index.ts";
import type { LayerKey, Target } from "../src/trace/index.ts";
import { type NumberCase, array, largest } from "./compare.ts";

/** A case with what PyTorch gives for some targets, as JSON text. */
export interface GradientCase extends NumberCase {
  readonly gradients: string;
}

/** The differences of one target. */
export interface GradientDifferences {
  readonly name: string;
  /** Of the value. */
  readonly value: number;
  /** For each layer the largest difference over the largest number of PyTorch's gradient. */
  readonly layers: Readonly<Record<LayerKey, number>>;
}

interface Wanted {
  readonly head: number;
  readonly anchor: number;
  readonly row: number;
  readonly column: number;
  readonly class: number;
  readonly target: Target;
  readonly value: number;
  readonly gradients: Readonly<Record<LayerKey, readonly number[]>>;
}

/** Returns the differences of every target of a case, and how many tensors were left behind after all. */
export async function compareGradients({
  config,
  parameters,
  expected,
  gradients,
}: GradientCase): Promise<{ found: readonly GradientDifferences[]; leaked: number }> {
  registerGradients();
  const before = memory().numTensors;
  const plan = planNetwork(readConfig(config));
  const placed = placeParameters(plan, readSafetensors(parameters).arrays);
  const input = array(readSafetensors(expected).arrays, "input");
  const [height = 0, width = 0] = input.shape;
  const scaled = input.values.map((value) => value / 255);
  const pixels = tensor3d(scaled, [height, width, 3]);
  const base = forward(plan, placed, { pixels });
  const found: GradientDifferences[] = [];
  for (const wanted of JSON.parse(gradients) as readonly Wanted[]) {
    const place = placeIn(plan, wanted);
    const { value, layers } = await gradientsOf(plan, placed, { from: base, place });
    const keys = Object.keys(wanted.gradients);
    if (layers.length !== keys.length)
      throw new Error(`PyTorch has gradients of ${keys.join(", ")}`);
    found.push({
      name: `${plan.heads[wanted.head]?.scale ?? ""}'s ${wanted.target}`,
      value: Math.abs(value - wanted.value),
      layers: Object.fromEntries(
        layers.map(([key, own]) => {
          const theirs = Float32Array.from(wanted.gradients[key] ?? []);
          const most = largest(theirs, () => 0);
          return [key, largest(theirs, (c) => own[c]) / most];
        }),
      ),
    });
  }
  for (const one of [base, pixels, placed]) one.dispose();
  return { found, leaked: memory().numTensors - before };
}

function placeIn(plan: Plan, { head, anchor, row, column, target, ...one }: Wanted): TargetPlace {
  const first = anchor * (plan.config.classes.length + 5);
  const index = {
    ...{ x: first, y: first + 1, width: first + 2, height: first + 3 },
    ...{ objectness: first + 4, class: first + 5 + one.class },
  };
  return { target, head, row, column, index };
}
