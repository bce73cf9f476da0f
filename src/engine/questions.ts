/** What can be asked of a run about one detection: each a question of its own file, none changes the run. */

import {
  type Gradients,
  type LayerMap,
  type Moments,
  type SampleRequest,
  sampleEvidence,
} from "../network/index.ts";
import type { Detection, Evidence, LayerKey, TargetOf } from "../trace/index.ts";
import { type RunOf, type TryRequest, evidenceIn, gradientsIn, tryIn } from "./attribute/in-run.ts";
import {
  type CoverRequest,
  type LayerMapsRequest,
  type RandomAnswer,
  type RandomRequest,
  cascadeOf,
  coverIn,
  layerMapsIn,
  underRandom,
} from "./where/in-run.ts";

/** The Core's answers; the Door says what each is. */
export abstract class Questions {
  async evidence(handle: number, detection: Detection): Promise<Evidence> {
    return evidenceIn(this.runOf(handle), detection);
  }

  async gradients(handle: number, target: TargetOf): Promise<Gradients> {
    return gradientsIn(this.runOf(handle), target);
  }

  async tryWeights(handle: number, request: TryRequest): Promise<Float32Array> {
    return tryIn(this.runOf(handle), request);
  }

  async sampleEvidence(evidence: Evidence, request: SampleRequest): Promise<Moments> {
    return Promise.resolve(sampleEvidence(evidence, request));
  }

  async layerMaps(handle: number, request: LayerMapsRequest): Promise<LayerMap[]> {
    return layerMapsIn(this.runOf(handle), request);
  }

  async coverPatches(handle: number, request: CoverRequest): Promise<Float32Array> {
    return coverIn(this.runOf(handle), request);
  }

  async cascade(handle: number): Promise<LayerKey[]> {
    return Promise.resolve(cascadeOf(this.runOf(handle)));
  }

  async underRandom(handle: number, request: RandomRequest): Promise<RandomAnswer> {
    return underRandom(this.runOf(handle), request);
  }

  /** Returns a run with the network that made it. Throws a ReadableError where it was freed. */
  protected abstract runOf(handle: number): RunOf;
}
