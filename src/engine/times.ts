/** Times forward passes with and without the SE layers, in turn, so that a busy machine slows both alike. */

import { type OnProgress, type PassTimes, ReadableError, type SETimes } from "../trace/index.ts";

/** How often, and who is told. */
export interface TimesOptions {
  /** Measured passes of each kind, 1 to 1000. */
  readonly runs: number;
  readonly onProgress?: OnProgress;
}

const mostRuns = 1000;

/**
 * Returns the times of `runs` passes of each kind in milliseconds, after one of each that is not counted.
 * `time` runs one pass. Throws a ReadableError for a count that is not from 1 to 1000.
 */
export async function timesOf(
  time: (options: { readonly skipSE: boolean }) => Promise<number>,
  { runs, onProgress = () => undefined }: TimesOptions,
): Promise<Pick<SETimes, "withSE" | "withoutSE">> {
  if (!(Number.isInteger(runs) && runs >= 1 && runs <= mostRuns)) {
    throw new ReadableError({
      what: "The network can't be timed this often",
      expected: `a whole number from 1 to ${String(mostRuns)}`,
      found: String(runs),
    });
  }
  const found = { withSE: [] as number[], withoutSE: [] as number[] };
  for (let round = 0; round <= runs; round++) {
    onProgress({ step: "Timing the network with and without SE", share: round / (runs + 1) });
    // Turned round every second time, so that being first favours none.
    for (const skipSE of round % 2 === 0 ? [false, true] : [true, false]) {
      const milliseconds = await time({ skipSE });
      if (round > 0) found[skipSE ? "withoutSE" : "withSE"].push(milliseconds);
    }
  }
  return { withSE: passTimes(found.withSE), withoutSE: passTimes(found.withoutSE) };
}

function passTimes(runs: readonly number[]): PassTimes {
  const sorted = runs.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low = NaN, high = NaN] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return { median: (low + high) / 2, runs };
}
