/** Tries orders in which things are taken away, and random ones as the base line. */

import { type Measured, curveOf, randomOrder, stepCounts } from "../../explain/index.ts";
import type {
  Attribution,
  FaithfulnessCurve,
  HeatMap,
  OnProgress,
  Target,
} from "../../trace/index.ts";

/** How the curves are measured. */
export interface MeasureOptions {
  /** "confidence" where it is left out. */
  readonly target?: Target;
  /** In how many steps all is taken away; 16 where it is left out. */
  readonly steps?: number;
  /** How many random orders the base line averages; 3 where it is left out. */
  readonly random?: number;
  /** The same seed gives the same random orders; 1 where it is left out. */
  readonly seed?: number;
  readonly onProgress?: OnProgress;
}

/** Things that can be taken away, and how an engine values what is left. */
export interface Things {
  readonly of: FaithfulnessCurve["of"];
  readonly count: number;
  readonly orders: readonly {
    readonly method: HeatMap["method"] | Attribution["method"];
    readonly order: readonly number[];
  }[];
  /** Returns the target's number when these things are gone and all others there, or the other way round. */
  values(sets: readonly Changed[], onProgress: OnProgress): Promise<ArrayLike<number>>;
}

/** Which things are gone. */
export interface Changed {
  readonly things: readonly number[];
  readonly gone: "these" | "others";
}

/** Returns a curve an order, and the random ones' mean behind them; none where there is no order. */
export async function measureOrders(
  { of, count, orders, values }: Things,
  { detection, options }: { readonly detection: string; readonly options: MeasureOptions },
): Promise<FaithfulnessCurve[]> {
  if (orders.length === 0) return [];
  const { target = "confidence", steps = 16, random = 3, seed = 1, onProgress } = options;
  const counts = stepCounts(count, steps);
  const drawn = Array.from({ length: random }, (_, k) => randomOrder(count, seed + k));
  const all = [...orders.map(({ order }) => order), ...drawn];
  const runs: Measured[] = [];
  for (const [k, order] of all.entries()) {
    const prefixes = counts.map((changed) => order.slice(0, changed));
    const found = await values(
      [
        ...prefixes.map((things): Changed => ({ things, gone: "these" })),
        ...prefixes.map((things): Changed => ({ things, gone: "others" })),
      ],
      ({ share = 0 }) =>
        onProgress?.({ step: `Taking ${of} away`, share: (k + share) / all.length }),
    );
    const numbers = Array.from(found);
    runs.push({
      deletion: numbers.slice(0, counts.length),
      insertion: numbers.slice(counts.length),
    });
  }
  const about = { of, target, detection };
  const own = orders.map(({ method }, k) =>
    curveOf({ ...about, method }, { counts, runs: runs.slice(k, k + 1) }),
  );
  const base = curveOf({ ...about, method: "random" }, { counts, runs: runs.slice(orders.length) });
  return random > 0 ? [...own, base] : own;
}
