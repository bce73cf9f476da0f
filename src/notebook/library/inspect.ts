/** `inspect`: runs the network on a photograph and frees the trace when its cell runs again. */

import type { Engine, InspectOptions } from "../../engine/index.ts";
import type { Photo, Trace } from "../../trace/index.ts";
import { releasedTrace } from "./released.ts";

/** How a cell asks for a trace. */
export type Inspect = (
  photo: Photo,
  options?: Pick<InspectOptions, "size" | "network">,
) => AsyncGenerator<Trace, void>;

/** Returns `inspect` for an engine; `size` is the input's side in pixels where a cell names none. */
export function inspectWith(
  engine: Engine,
  { model, size: usual }: { readonly model: () => Promise<unknown>; readonly size: number },
): Inspect {
  return (photo, { size = usual, network } = {}) =>
    releasedTrace(async (signal) => {
      if (!network) await model();
      return await engine.inspect(photo, { size, signal, network });
    });
}
