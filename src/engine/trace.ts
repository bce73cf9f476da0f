/** Makes a Trace of a run's plain numbers and a way to its feature maps. */

import {
  type ChannelWeights,
  type Model,
  type Photo,
  ReadableError,
  type Trace,
  suppress,
} from "../trace/index.ts";
import type { BackendChoice } from "./backend.ts";
import type { RunResult } from "./door.ts";

/** What a trace is made of. */
export interface TraceParts extends Pick<Trace, "featureMaps" | "release"> {
  readonly model: Model;
  readonly photo: Photo;
  readonly result: RunResult;
  readonly choice: BackendChoice;
}

let traces = 0;

/** Returns the trace of a run. */
export function makeTrace({ result, choice, ...parts }: TraceParts): Trace {
  const weights = new Map(result.channelWeights);
  return {
    ...parts,
    id: ++traces,
    letterbox: result.letterbox,
    edits: result.edits,
    run: { backend: choice.backend, milliseconds: result.milliseconds },
    candidates: result.candidates,
    detections: suppress(result.candidates),
    ...(result.answer && { answer: result.answer }),
    channelWeights(layer): ChannelWeights {
      const found = weights.get(layer);
      if (found) return found;
      throw new ReadableError({
        what: `Layer ${layer} has no channel weights`,
        expected: `an SE layer${weights.size > 0 ? `, one of ${[...weights.keys()].join(", ")}` : ""}`,
        ...(weights.size === 0 && { found: "a network without any" }),
        todo: weights.size > 0 ? "Name one of these" : "Choose a network that has SE",
      });
    },
  };
}
