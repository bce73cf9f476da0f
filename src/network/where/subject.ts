/** What a question about a place in the photograph is asked of. */

import type { Tensor3D } from "@tensorflow/tfjs-core";
import type { SEEdits } from "../../trace/index.ts";
import type { TargetPlace } from "../target.ts";

/** A target in one run. */
export interface Subject {
  readonly place: TargetPlace;
  /** The letterboxed photograph, [height, width, 3] in 0..1; it stays the caller's. */
  readonly pixels: Tensor3D;
  /** What the run changed of the SE layers. */
  readonly edits: SEEdits;
}
