/** Fetches every feature map of an SE layer, and forgets answers that nobody waits for any more. */

import { untrack } from "svelte";
import {
  type FeatureMaps,
  type LayerKey,
  type ReadableError,
  readable,
  type Trace,
} from "../../trace/index.ts";

/** Which side of the recalibration. */
export type Side = "input" | "output";

/** The maps of one side of a layer, as far as they have come. */
export class WholeMaps {
  problem = $state.raw<ReadableError>();
  private loaded = $state.raw<FeatureMaps>();
  private asked = $state.raw<{ readonly trace: Trace; readonly layer: LayerKey }>();

  /** Returns the maps of this trace and layer; undefined while they are awaited. */
  of(trace: Trace, layer: LayerKey): FeatureMaps | undefined {
    return this.asked?.trace === trace && this.asked.layer === layer ? this.loaded : undefined;
  }

  /** Returns whether these maps are there. */
  has(trace: Trace, layer: LayerKey): boolean {
    return untrack(() => this.of(trace, layer) !== undefined);
  }

  /** Fetches maps. Returns a function after which their answer is ignored. */
  load(trace: Trace, { layer, at }: { readonly layer: LayerKey; readonly at: Side }): () => void {
    let wanted = true;
    this.problem = undefined;
    trace.featureMaps(layer, { at }).then(
      (maps) => {
        if (!wanted) return;
        this.loaded = maps;
        this.asked = { trace, layer };
      },
      (error: unknown) => {
        if (wanted) this.problem = readable(error, "The feature maps could not be fetched");
      },
    );
    return () => {
      wanted = false;
    };
  }
}
