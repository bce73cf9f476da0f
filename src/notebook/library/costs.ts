/** `costs`: what the network and its SE layers cost, at any size and reduction ratio. */

import type { Engine } from "../../engine/index.ts";
import type { CostOptions, ModelCosts } from "../../trace/index.ts";

/** Returns `costs` for an engine, asked once the network is loaded. */
export function costsWith(
  engine: Engine,
  { model }: { readonly model: () => Promise<unknown> },
): (options?: CostOptions) => Promise<ModelCosts> {
  return async (options = {}) => {
    await model();
    return engine.costs(options);
  };
}
