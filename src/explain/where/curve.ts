/**
 * Deletion and insertion curves (Petsiuk, Das, Saenko: "RISE: Randomized Input Sampling for Explanation of
 * Black-box Models", arXiv 1806.07421).
 */

import type { Band, FaithfulnessCurve } from "../../trace/index.ts";

/** What one order gave. */
export interface Measured {
  /** The number after each count of things was taken away. */
  readonly deletion: ArrayLike<number>;
  /** The number after each count was put back. */
  readonly insertion: ArrayLike<number>;
}

/** Returns how many of `count` things are changed at each step, from none to all; whole and rising. */
export function stepCounts(count: number, steps: number): number[] {
  const whole = Array.from({ length: steps + 1 }, (_, k) => Math.round((k * count) / steps));
  return [...new Set(whole)];
}

/** Returns the area under values over shares from 0 to 1, by trapezia: the mean value. */
export function areaUnder(shares: ArrayLike<number>, values: ArrayLike<number>): number {
  let area = 0;
  for (let i = 1; i < shares.length; i++) {
    const width = (shares[i] ?? NaN) - (shares[i - 1] ?? NaN);
    area += (width * ((values[i] ?? NaN) + (values[i - 1] ?? NaN))) / 2;
  }
  return area;
}

/** Returns the curve of what some orders gave, their mean and how far they lie apart where there are several. */
export function curveOf(
  about: Pick<FaithfulnessCurve, "of" | "method" | "target" | "detection">,
  { counts, runs }: { readonly counts: readonly number[]; readonly runs: readonly Measured[] },
): FaithfulnessCurve {
  const all = counts.at(-1) ?? 1;
  const shares = Float32Array.from(counts, (count) => count / all);
  const mean = (of: (run: Measured) => ArrayLike<number>): Float32Array =>
    Float32Array.from(
      counts,
      (_, k) => runs.reduce((sum, run) => sum + (of(run)[k] ?? NaN), 0) / runs.length,
    );
  const band = (of: (run: Measured) => ArrayLike<number>): Band => {
    const at = (pick: (...numbers: number[]) => number): Float32Array =>
      Float32Array.from(counts, (_, k) => pick(...runs.map((run) => of(run)[k] ?? NaN)));
    return { low: at(Math.min), high: at(Math.max) };
  };
  const deletion = mean((run) => run.deletion);
  const insertion = mean((run) => run.insertion);
  return {
    ...about,
    ...{ shares, deletion, insertion },
    deletionArea: areaUnder(shares, deletion),
    insertionArea: areaUnder(shares, insertion),
    orders: runs.length,
    ...(runs.length > 1 && {
      bands: {
        deletion: band((run) => run.deletion),
        insertion: band((run) => run.insertion),
      },
    }),
  };
}
