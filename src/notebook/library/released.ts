/** A trace as a cell's value, freed exactly when its cell runs again. */

import { observe } from "observable:runtime/stdlib/generators/index";
import type { Trace } from "../../trace/index.ts";

/**
 * Returns a generator of the trace that `make` promises: in its own cell a generator, in every other cell the
 * trace. A cell that runs again aborts the signal, or releases the trace that came.
 */
export function releasedTrace(
  make: (signal: AbortSignal) => Promise<Trace>,
): AsyncGenerator<Trace, void> {
  const stop = new AbortController();
  const trace = make(stop.signal);
  // Built on `observe`, which is the one construction that lets go exactly when the cell runs again.
  const released = observe<Trace | Promise<Trace>>((change) => {
    change(trace);
    return () => {
      stop.abort();
      trace.then(
        (made) => {
          made.release();
        },
        () => undefined,
      );
    };
  });
  return released as AsyncGenerator<Trace, void>;
}
