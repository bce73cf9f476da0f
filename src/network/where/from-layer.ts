/** Runs the part of a network between one layer and a detection's target, also backwards. */

import { type Tensor, type Tensor4D, grad, reshape, tidy } from "@tensorflow/tfjs-core";
import { ReadableError } from "../../trace/index.ts";
import { downstream, upstream } from "../dependence.ts";
import { forward } from "../forward.ts";
import { registerGradients } from "../gradients.ts";
import type { Parameters } from "../parameters.ts";
import type { Plan, PlannedLayer } from "../plan.ts";
import { type Kept, runLayers } from "../run.ts";
import { type TargetPlace, targetIn } from "../target.ts";
import type { Subject } from "./subject.ts";

/** A layer's map, and all else that the way from there to the target reads. */
export interface Start {
  readonly layer: PlannedLayer;
  /** The layer's output, [1, height, width, channels]. */
  readonly map: Tensor4D;
  /** Outputs that the way reads besides, by layer index; -1 is the photograph. */
  readonly given: ReadonlyMap<number, Tensor4D>;
  /** The layers between, without Detect. */
  readonly between: ReadonlySet<number>;
  dispose(): void;
}

/**
 * Returns the layer of a key up to which a head reads. Throws a ReadableError for one that there is not, for
 * Detect, and for one that the head does not depend on.
 */
export function layerBefore(plan: Plan, key: string, head: number): PlannedLayer {
  const { layer: last = plan.detect, scale = "" } = plan.heads[head] ?? {};
  const layer = plan.layers.find((one) => one.key === key || String(one.index) === key);
  const before = upstream(plan, [last]);
  if (layer && before.has(layer.index)) return layer;
  const behind = layer && layer.index > last;
  throw new ReadableError({
    what: layer
      ? `The detection does not depend on layer ${key}`
      : `There is no layer ${key} to look at`,
    expected: `a layer that ${scale}'s head reads, directly or not: ${[...before]
      .sort((a, b) => a - b)
      .map((index) => plan.layers[index]?.key ?? "")
      .join(", ")}`,
    ...(behind && { found: `one behind layer ${String(last)}, which the head reads` }),
  });
}

/** Runs the network up to a layer and all else that a head needs. The pixels stay the caller's. */
export function startFrom(
  plan: Plan,
  parameters: Parameters,
  { layer, place, pixels, edits }: Subject & { readonly layer: PlannedLayer },
): Start {
  const last = plan.heads[place.head]?.layer ?? plan.detect;
  const needed = upstream(plan, [last]);
  const between = new Set(
    [...downstream(plan, [layer.index])].filter(
      (index) => index !== layer.index && needed.has(index),
    ),
  );
  const read = [...between].flatMap((index) => plan.layers[index]?.from ?? []);
  const others = [...new Set(read)].filter((index) => !between.has(index) && index >= 0);
  const kept = forward(plan, parameters, {
    ...{ pixels, edits, capture: false, until: layer.index },
    keep: [layer.index, ...others],
  });
  const map = kept.layers.get(layer.index);
  if (!map) throw new Error(`layer ${String(layer.index)} was not kept`);
  const given = new Map([...kept.layers].filter(([index]) => index !== layer.index));
  const photograph: Tensor4D | undefined = read.includes(-1)
    ? reshape(pixels, [1, ...pixels.shape])
    : undefined;
  if (photograph) given.set(-1, photograph);
  return {
    ...{ layer, map, given, between },
    dispose: () => {
      kept.dispose();
      photograph?.dispose();
    },
  };
}

/** Returns the gradient of the target by every number of the start's map, of the map's shape. */
export function gradientAt(
  plan: Plan,
  parameters: Parameters,
  { start, place, edits }: { readonly start: Start } & Pick<Subject, "place" | "edits">,
): Tensor4D {
  registerGradients();
  const { shape } = start.map;
  let kept: Kept | undefined;
  const value = (numbers: Tensor): Tensor => {
    const map: Tensor4D = reshape(numbers, shape);
    kept = runLayers(plan, parameters, {
      compute: new Set([...start.between, plan.detect]),
      given: new Map([...start.given, [start.layer.index, map]]),
      ...{ wanted: new Set<number>(), capture: false, edits },
    });
    return targetIn(logitsOf(kept, place), place);
  };
  try {
    return tidy((): Tensor4D => reshape(grad(value)(start.map), shape));
  } finally {
    kept?.dispose();
  }
}

/** Returns the logits of the head that a target stands in. */
export function logitsOf({ heads, logits }: Kept, { head }: TargetPlace): Kept["logits"][number] {
  const found = logits[heads.indexOf(head)];
  if (!found) throw new Error(`head ${String(head)} was not run`);
  return found;
}
