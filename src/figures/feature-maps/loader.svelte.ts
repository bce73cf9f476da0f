/** Fetches feature maps and forgets the answers that nobody waits for any more. */

import {
  type FeatureMaps,
  type LayerKey,
  type ReadableError,
  readable,
  type Trace,
} from "../../trace/index.ts";

/** Which maps are wanted. */
export interface MapWish {
  readonly layer: LayerKey;
  readonly channels: readonly number[];
  /** Whether the maps before recalibration are wanted too. */
  readonly before: boolean;
}

/** Maps of one layer of one trace. */
export interface LoadedMaps {
  readonly trace: Trace;
  readonly layer: LayerKey;
  readonly before: FeatureMaps | undefined;
  readonly after: FeatureMaps;
}

/** The newest maps, whether others are awaited, and what went wrong. */
export class MapLoader {
  loaded = $state.raw<LoadedMaps>();
  waiting = $state(false);
  problem = $state.raw<ReadableError>();

  /** Fetches maps. Returns a function after which their answer is ignored. */
  load(trace: Trace, { layer, channels, before }: MapWish): () => void {
    let wanted = true;
    this.waiting = true;
    this.problem = undefined;
    const fetch = async (at: "input" | "output"): Promise<FeatureMaps> =>
      trace.featureMaps(layer, { channels, at });
    Promise.all([fetch("output"), before ? fetch("input") : undefined]).then(
      ([output, input]) => {
        if (!wanted) return;
        this.loaded = { trace, layer, before: input, after: output };
        this.waiting = false;
      },
      (error: unknown) => {
        if (!wanted) return;
        this.problem = readable(error, "The feature maps could not be fetched");
        this.waiting = false;
      },
    );
    return () => {
      wanted = false;
    };
  }
}
