/** Fetches a layer's maps where no heat maps are given, and forgets answers that come too late. */

import {
  type Detection,
  type HeatMap,
  type LayerKey,
  type ReadableError,
  readable,
  type Trace,
} from "../../trace/index.ts";
import { channelWeighted } from "./cards.ts";

/** The channel-weighted map of a layer, whether it is awaited, and what went wrong. */
export class HeatLoader {
  map = $state.raw<HeatMap>();
  waiting = $state(false);
  problem = $state.raw<ReadableError>();

  /** Fetches the map. Returns a function after which its answer is ignored. */
  load(
    trace: Trace,
    { layer, detection }: { layer: LayerKey; detection: Detection | undefined },
  ): () => void {
    let wanted = true;
    this.waiting = true;
    this.problem = undefined;
    const recalibrated = trace.model.seLayers.some(({ key }) => key === layer);
    trace.featureMaps(layer).then(
      (maps) => {
        if (!wanted) return;
        this.map = channelWeighted(trace, { layer, detection, recalibrated, maps });
        this.waiting = false;
      },
      (error: unknown) => {
        if (!wanted) return;
        this.problem = readable(error, "The layer's maps could not be fetched");
        this.waiting = false;
      },
    );
    return () => {
      wanted = false;
    };
  }
}
