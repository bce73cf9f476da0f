/** Where a detection's numbers stand in Detect's logits, and the one that is explained. */

import {
  type Tensor,
  type Tensor1D,
  mul,
  reshape,
  sigmoid,
  slice,
  tidy,
} from "@tensorflow/tfjs-core";
import { type Logit, ReadableError, type Target, type TargetOf, targets } from "../trace/index.ts";
import type { Plan } from "./plan.ts";

/** The place of a target. */
export interface TargetPlace {
  readonly target: Target;
  /** Place of the head in the plan. */
  readonly head: number;
  readonly row: number;
  readonly column: number;
  /** Index in a cell's logits of each raw number of the detection's anchor and class. */
  readonly index: Readonly<Record<Logit, number>>;
}

/**
 * Returns where a detection's target stands. Throws a ReadableError for an unknown target, or a detection that
 * this network can't have found.
 */
export function placeOf(plan: Plan, { detection, target }: TargetOf): TargetPlace {
  if (!targets.includes(target)) {
    throw new ReadableError({
      what: "There is no such number of a detection to explain",
      expected: `one of ${targets.join(", ")}`,
      found: String(target),
    });
  }
  const { cell, anchor, classIndex, headScale, stride } = detection;
  if (!anchor) {
    throw new ReadableError({
      what: "The detection's logits can't be explained",
      expected: "a head with objectness and anchors, as YOLOv5's",
      found: "a head without",
    });
  }
  const head = plan.heads.findIndex((one) => one.scale === headScale && one.stride === stride);
  const classes = plan.config.classes.length;
  const known = head >= 0 && plan.heads[head]?.anchors[anchor.index] && classIndex < classes;
  if (!known) {
    throw new ReadableError({
      what: "The detection is none of this network's",
      expected: `one that a trace of it gave, at ${plan.heads.map(({ scale }) => scale).join(", ")}`,
      found: detection.id,
    });
  }
  const first = anchor.index * (classes + 5);
  return {
    ...{ target, head, row: cell.row, column: cell.column },
    index: {
      ...{ x: first, y: first + 1, width: first + 2, height: first + 3 },
      ...{ objectness: first + 4, class: first + 5 + classIndex },
    },
  };
}

/**
 * Returns the target of each of a batch of logits, [batch], from one head's logits
 * [rows, columns, anchors · (classes + 5)] or [batch, rows, columns, …]. It has a gradient.
 */
export function targetIn(logits: Tensor, { target, row, column, index }: TargetPlace): Tensor1D {
  const single = logits.rank === 3;
  const read = (logit: Logit): Tensor1D => {
    const begin = [row, column, index[logit]];
    const one = single
      ? slice(logits, begin, [1, 1, 1])
      : slice(logits, [0, ...begin], [logits.shape[0] ?? 1, 1, 1, 1]);
    return reshape(one, [-1]);
  };
  return tidy(() =>
    target === "confidence"
      ? mul(sigmoid(read("objectness")), sigmoid(read("class")))
      : read(target),
  );
}
