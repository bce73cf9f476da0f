/** Asks a run that stays on the device where in the photograph a detection comes from. */

import { tensor3d } from "@tensorflow/tfjs-core";
import {
  type Gradients,
  type LayerMap,
  type Parameters,
  evidenceOf,
  forward,
  gradientsOf,
  layerMaps,
  layersFromOutput,
  patchScores,
  placeOf,
  randomise,
  registerGradients,
  targetIn,
} from "../../network/index.ts";
import {
  type Covering,
  type Evidence,
  type LayerKey,
  type LayerMethod,
  ReadableError,
  type TargetOf,
} from "../../trace/index.ts";
import type { RunOf } from "../attribute/in-run.ts";
import { download, onDevice } from "../download.ts";

/** Maps wanted of one layer. */
export interface LayerMapsRequest extends TargetOf {
  readonly layer: LayerKey;
  readonly methods: readonly LayerMethod[];
}

/** Coverings under which a target is wanted. */
export interface CoverRequest extends TargetOf {
  readonly coverings: readonly Covering[];
}

/** Explanations wanted where the last layers' parameters are drawn anew. */
export interface RandomRequest extends LayerMapsRequest {
  /** How many layers are drawn anew, from the output on; 0 leaves all as trained. */
  readonly depth: number;
  readonly seed: number;
}

/** Explanations under such parameters. */
export interface RandomAnswer {
  /** The target's number. */
  readonly value: number;
  readonly maps: readonly LayerMap[];
  readonly gradients: Gradients;
  /** s of every SE layer. */
  readonly channelWeights: ReadonlyMap<LayerKey, Float32Array>;
  /** What the head reads, with s of this run; undefined where that is no SE layer. */
  readonly evidence: Evidence | undefined;
}

/** Returns each method's map of a layer. Rejects with a ReadableError for a layer that the head does not read. */
export function layerMapsIn(
  { network: { plan, parameters }, run }: RunOf,
  { layer, methods, ...target }: LayerMapsRequest,
): Promise<LayerMap[]> {
  return onDevice(async () => {
    const pixels = tensor3d(run.input.pixels, [...run.input.size, 3]);
    try {
      const place = placeOf(plan, target);
      const { edits } = run.kept;
      return await layerMaps(plan, parameters, { place, pixels, edits, layer, methods });
    } finally {
      pixels.dispose();
    }
  });
}

/** Returns the target under each covering of the run's photograph, computed as one batch. */
export function coverIn(
  { network: { plan, parameters }, run }: RunOf,
  { coverings, ...target }: CoverRequest,
): Promise<Float32Array> {
  return onDevice(() =>
    patchScores(plan, parameters, {
      place: placeOf(plan, target),
      edits: run.kept.edits,
      ...run.input,
      coverings,
    }),
  );
}

/** Returns the layers that have parameters, Detect first. */
export function cascadeOf({ network: { plan } }: RunOf): LayerKey[] {
  return layersFromOutput(plan).map((index) => plan.layers[index]?.key ?? String(index));
}

/** Returns the explanations of a run's photograph with parameters drawn anew; the network keeps its own. */
export function underRandom(
  { network: { plan, parameters }, run }: RunOf,
  { depth, seed, ...request }: RandomRequest,
): Promise<RandomAnswer> {
  const layers = layersFromOutput(plan);
  if (!(Number.isInteger(depth) && depth >= 0 && depth <= layers.length)) {
    throw new ReadableError({
      what: "So many layers can't be drawn anew",
      expected: `a whole number from 0 to ${String(layers.length)}`,
      found: String(depth),
    });
  }
  registerGradients();
  return onDevice(async () => {
    const drawn = await randomise(plan, parameters, { layers: layers.slice(0, depth), seed });
    try {
      return await explainWith({ plan, parameters: drawn, run, request });
    } finally {
      drawn.dispose();
    }
  });
}

async function explainWith({
  plan,
  parameters,
  run,
  request: { layer, methods, ...target },
}: {
  readonly plan: RunOf["network"]["plan"];
  readonly parameters: Parameters;
  readonly run: RunOf["run"];
  readonly request: LayerMapsRequest;
}): Promise<RandomAnswer> {
  const place = placeOf(plan, target);
  const { edits } = run.kept;
  const pixels = tensor3d(run.input.pixels, [...run.input.size, 3]);
  try {
    const maps = await layerMaps(plan, parameters, { place, pixels, edits, layer, methods });
    const kept = forward(plan, parameters, { pixels, edits });
    const logits = kept.logits[place.head];
    const number = logits && targetIn(logits, place);
    const [value = NaN] = (await number?.data<"float32">()) ?? [];
    number?.dispose();
    const { channelWeights } = await download(kept);
    try {
      const weights = new Map(channelWeights.map(([key, { excitation }]) => [key, excitation]));
      const gradients = await gradientsOf(plan, parameters, { from: kept, place });
      const evidence = await evidenceOf(plan, parameters, {
        ...{ from: kept, place, detection: target.detection.id },
        channelWeights: (key) => weights.get(key) ?? new Float32Array(),
      }).catch((error: unknown) => {
        // A head without SE has no exact credits, which the others don't need.
        if (error instanceof ReadableError) return undefined;
        throw error;
      });
      return { value, maps, gradients, channelWeights: weights, evidence };
    } finally {
      kept.dispose();
    }
  } finally {
    pixels.dispose();
  }
}
