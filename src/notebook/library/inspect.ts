/** `inspect`: runs the network on a photograph and frees the trace when its cell runs again. */

import { observe } from "observable:runtime/stdlib/generators/index";
import type { Engine, InspectOptions } from "../../engine/index.ts";
import type { Photo, Trace } from "../../trace/index.ts";

/** How a cell asks for a trace. */
export type Inspect = (
  photo: Photo,
  options?: Pick<InspectOptions, "size">,
) => AsyncGenerator<Trace, void>;

/**
 * Returns `inspect` for an engine; `size` is the input's side in pixels where a cell names none. What it gives is a generator in the cell that calls it; every other cell
 * sees the trace. A cell that runs again cancels its run, or releases the trace that came of it.
 */
export function inspectWith(
  engine: Engine,
  { model, size: usual }: { readonly model: () => Promise<unknown>; readonly size: number },
): Inspect {
  return (photo, { size = usual } = {}) => {
    const stop = new AbortController();
    const trace = model().then(() => engine.inspect(photo, { size, signal: stop.signal }));
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
  };
}
