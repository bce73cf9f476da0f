/** The page's side of where a detection comes from: asks the Core in slices, so that other jobs have their turn. */

import type {
  Covering,
  HeatMap,
  LayerKey,
  LayerMethod,
  TargetOf,
  Trace,
} from "../../trace/index.ts";
import type { JobOptions, LongJobOptions } from "../options.ts";
import type { Runner } from "../runner.ts";
import type { RandomAnswer } from "./in-run.ts";

/** Whose detection is explained, and by which runner. */
export interface WhereRequest extends TargetOf, JobOptions {
  readonly runner: Runner;
  readonly trace: Trace;
}

/** The layer's maps that are wanted; the layer that the head reads where none is named. */
export interface LayerRequest {
  readonly layer?: LayerKey | undefined;
  readonly methods: readonly LayerMethod[];
}

/** A slice of the worker's time in milliseconds: what took longer is made smaller. */
const longest = 100;
const shortest = 45;
const largestBatch = 8;

/** Returns each method's heat map of a layer, in the methods' order. */
export async function heatMapsOf(request: WhereRequest & LayerRequest): Promise<HeatMap[]> {
  const { runner, trace, detection, target, signal, methods } = request;
  const layer = request.layer ?? ownLayer(request);
  const made: HeatMap[] = [];
  for (const method of methods) {
    const maps = await runner.ask(trace, {
      step: `Looking at layer ${layer}`,
      failure: `Layer ${layer}'s map could not be made`,
      signal,
      question: (core, handle) =>
        core.layerMaps(handle, { detection, target, layer, methods: [method] }),
    });
    for (const map of maps)
      made.push({
        ...map,
        ...aboutMap(method, { trace, detection, target }),
        layer: keyOf(trace, layer),
      });
  }
  return made;
}

/** Returns what is said of a method's map: whether it looks at the target, has a sign, and what its numbers are. */
export function aboutMap(
  method: LayerMethod,
  { trace: { letterbox }, detection, target }: TargetOf & Pick<WhereRequest, "trace">,
): Pick<HeatMap, "detection" | "target" | "signed" | "letterbox" | "meaning"> {
  const about = { detection: detection.id, letterbox };
  switch (method) {
    case "gradCam":
      return { ...about, target, signed: false, meaning: "activation times mean gradient" };
    case "eigenCam":
      return { ...about, target: undefined, signed: true, meaning: "first principal component" };
    case "channelWeighted":
      return { ...about, target: undefined, signed: false, meaning: "activation" };
  }
}

/** Returns the target under each covering of the photograph. */
export async function valuesCovered(
  request: WhereRequest & LongJobOptions & { readonly coverings: readonly Covering[] },
): Promise<Float32Array> {
  const { runner, trace, detection, target, coverings, signal, onProgress } = request;
  const values = new Float32Array(coverings.length);
  let batch = 1;
  for (let from = 0; from < coverings.length;) {
    onProgress?.({ step: "Covering the photograph", share: from / coverings.length });
    // The last slice is filled up: WebGL compiles its programs for each size anew.
    const slice = coverings.slice(from, from + batch);
    const count = slice.length;
    const [last] = slice.slice(-1);
    while (last && slice.length < batch) slice.push(last);
    const began = performance.now();
    const found = await runner.ask(trace, {
      step: `Covering parts of ${trace.photo.name}`,
      failure: `Parts of ${trace.photo.name} could not be covered`,
      signal,
      question: (core, handle) =>
        core.coverPatches(handle, { detection, target, coverings: slice }),
    });
    values.set(found.subarray(0, count), from);
    from += count;
    const milliseconds = performance.now() - began;
    if (milliseconds > longest) batch = Math.max(1, batch / 2);
    else if (milliseconds < shortest) batch = Math.min(largestBatch, batch * 2);
  }
  onProgress?.({ step: "Covering the photograph", share: 1 });
  return values;
}

/** Returns the keys of the layers that a check draws anew, Detect first. */
export async function cascadeIn({
  runner,
  trace,
  signal,
}: Pick<WhereRequest, "runner" | "trace" | "signal">): Promise<LayerKey[]> {
  return runner.ask(trace, {
    step: "Reading the layers",
    failure: "The layers could not be read",
    signal,
    question: (core, handle) => core.cascade(handle),
  });
}

/** Returns the explanations of the same photograph with the parameters of the last `depth` layers drawn anew. */
export async function explainedAtRandom(
  request: WhereRequest & LayerRequest & { readonly depth: number; readonly seed: number },
): Promise<RandomAnswer> {
  const { runner, trace, detection, target, methods, depth, seed, signal } = request;
  const layer = request.layer ?? ownLayer(request);
  return runner.ask(trace, {
    step: `Explaining with ${String(depth)} layers at random`,
    failure: "The explanations could not be made with random parameters",
    signal,
    question: (core, handle) =>
      core.underRandom(handle, { detection, target, layer, methods, depth, seed }),
  });
}

/** Returns the key of the layer that a detection's head reads, or the scale itself where the network has none. */
export function ownLayer({ trace: { model }, detection }: Omit<WhereRequest, "runner">): LayerKey {
  const head = model.heads.find(({ scale }) => scale === detection.headScale);
  return head ? keyOf({ model }, String(head.layer)) : detection.headScale;
}

function keyOf({ model }: Pick<Trace, "model">, layer: LayerKey): LayerKey {
  return model.layers.find(({ index }) => String(index) === layer)?.key ?? layer;
}
