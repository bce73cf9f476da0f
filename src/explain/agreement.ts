/** How far methods put the channels of one layer in the same order. */

import { type Attributions, type LayerKey, type Method, methods } from "../trace/index.ts";
import { rankCorrelation } from "./rank-correlation.ts";

/** Two methods, and Spearman's rank correlation of their numbers, in -1..1. */
export interface AgreeingPair {
  readonly one: Method;
  readonly other: Method;
  readonly correlation: number;
}

/** Which methods have numbers for a layer, and how alike each two of them are. */
export interface Agreement {
  readonly layer: LayerKey;
  /** Those with numbers for the layer, in the order of `methods`. */
  readonly methods: readonly Method[];
  /** Every two of them once; the correlation is NaN where a method's numbers don't vary. */
  readonly pairs: readonly AgreeingPair[];
}

/** Returns how alike the methods' orders of a layer's channels are. */
export function agreementAt(
  { byMethod }: Pick<Attributions, "byMethod">,
  layer: LayerKey,
): Agreement {
  const numbers = methods.flatMap((method) => {
    const values = byMethod.get(method)?.layers.get(layer);
    return values ? [{ method, values }] : [];
  });
  return {
    layer,
    methods: numbers.map(({ method }) => method),
    pairs: numbers.flatMap((one, i) =>
      numbers.slice(i + 1).map((other) => ({
        ...{ one: one.method, other: other.method },
        correlation: rankCorrelation(one.values, other.values),
      })),
    ),
  };
}

/** Returns the correlation of two methods, in whichever order they are named; 1 for a method and itself. */
export function correlationOf({ pairs }: Agreement, [a, b]: readonly [Method, Method]): number {
  if (a === b) return 1;
  const found = pairs.find(
    ({ one, other }) => (one === a && other === b) || (one === b && other === a),
  );
  return found?.correlation ?? NaN;
}
