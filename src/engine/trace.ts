/** Makes a Trace of a run's plain numbers and a way to its feature maps. */

import {
  type ChannelWeights,
  type FeatureMapRequest,
  type FeatureMaps,
  type LayerKey,
  type Model,
  type Photo,
  ReadableError,
  type Trace,
  suppress,
} from "../trace/index.ts";
import type { RunResult } from "./core.ts";

/** What a trace is made of. */
export interface TraceParts {
  readonly model: Model;
  readonly photo: Photo;
  readonly result: RunResult;
  readonly backend: string;
  fetchMaps(layer: LayerKey, request: FeatureMapRequest): Promise<FeatureMaps>;
  release(): void;
}

let traces = 0;

/** Returns the trace of a run. */
export function makeTrace({
  model,
  photo,
  result,
  backend,
  fetchMaps,
  release,
}: TraceParts): Trace {
  const weights = new Map(result.channelWeights);
  return {
    id: ++traces,
    model,
    photo,
    letterbox: result.letterbox,
    run: { backend, milliseconds: result.milliseconds },
    candidates: result.candidates,
    detections: suppress(result.candidates),
    channelWeights(layer): ChannelWeights {
      const found = weights.get(layer);
      if (found) return found;
      throw new ReadableError({
        what: `Layer ${layer} has no channel weights`,
        expected: `an SE layer, one of ${[...weights.keys()].join(", ") || "none in this network"}`,
        todo: "Name one of these",
      });
    },
    featureMaps: (layer, request = {}) => fetchMaps(layer, request),
    release,
  };
}
