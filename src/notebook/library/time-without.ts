/** `timeWithout`: measures the network with and without its SE layers. */

import { observe } from "observable:runtime/stdlib/generators/index";
import type { Engine, TimeWithoutOptions } from "../../engine/index.ts";
import type { SETimes, Trace } from "../../trace/index.ts";
import { checkTrace } from "./check-trace.ts";

/** How a cell asks for the times. */
export type TimeWithout = (
  trace: Trace,
  options?: Pick<TimeWithoutOptions, "runs" | "onProgress">,
) => AsyncGenerator<SETimes, void>;

/**
 * Returns `timeWithout` for an engine: in its own cell a generator, in every other cell the times.
 * A cell that runs again ends the measurement.
 */
export function timeWithoutWith(engine: Engine): TimeWithout {
  return (trace, options = {}) => {
    checkTrace(trace, "timeWithout(trace)");
    const stop = new AbortController();
    const times = engine.timeWithout(trace, { ...options, signal: stop.signal });
    const measured = observe<SETimes | Promise<SETimes>>((change) => {
      change(times);
      return () => {
        stop.abort();
        times.catch(() => undefined);
      };
    });
    return measured as AsyncGenerator<SETimes, void>;
  };
}
