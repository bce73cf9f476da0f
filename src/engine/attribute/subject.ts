/** What is explained, checked: the number, what Detect read, and the SE layers that could have a part in it. */

import {
  type Absent,
  type Attribution,
  type Detection,
  type Evidence,
  type Head,
  type LayerKey,
  type Method,
  type Model,
  ReadableError,
  type SELayer,
  type TargetOf,
  type Trace,
  type WeightSet,
  eachLogit,
  targetValue,
  targets,
} from "../../trace/index.ts";
import type { JobOptions } from "../options.ts";
import type { Runner } from "../runner.ts";
import { Trials } from "./trials.ts";

/** A number of a detection with all that explaining it needs. */
export interface Subject extends TargetOf {
  readonly trace: Trace;
  readonly evidence: Evidence | undefined;
  /** The target's value in the trace. */
  readonly value: number;
  /** The SE layers that were asked, in the order of the configuration. */
  readonly layers: readonly SELayer[];
  /** Those that the head depends on. */
  readonly reaching: ReadonlySet<SELayer>;
  readonly trials: Trials;
}

/** What is to be explained. */
export interface SubjectRequest extends TargetOf, JobOptions {
  readonly runner: Runner;
  readonly trace: Trace;
  /** All where they are left out. */
  readonly layers?: readonly LayerKey[] | undefined;
}

/** Returns what Detect reads at the detection's cell. Rejects with a ReadableError where that is no SE layer. */
export function evidenceOf({
  runner,
  trace,
  detection,
  signal,
}: Omit<SubjectRequest, "target">): Promise<Evidence> {
  return runner.ask(trace, {
    step: "Reading what Detect reads",
    failure: "What Detect reads could not be told",
    signal,
    question: (core, handle) => core.evidence(handle, detection),
  });
}

/**
 * Returns the subject of a request. Rejects with a ReadableError for an unknown target or layer, a detection that
 * is none of the trace's, and a network in which no SE layer has a part in it.
 */
export async function subjectOf(request: SubjectRequest): Promise<Subject> {
  const { runner, trace, detection, target, signal } = request;
  checkTarget(target);
  const { model } = trace;
  const layers = askedLayers(model, request.layers);
  const reaching = new Set(reachingLayers(model, detection));
  const [nearest] = [...reaching].slice(-1);
  if (!nearest) {
    throw new ReadableError({
      what: "No channel weight has a part in this detection",
      expected: "a network with an SE layer before the detection's head",
      found: `none before ${detection.headScale}`,
    });
  }
  const own = headOf(model, detection)?.layer === nearest.index;
  const evidence = own ? await evidenceOf(request) : undefined;
  const trials = new Trials({ runner, trace, detection, target, evidence, signal });
  const value = evidence
    ? targetValue(
        eachLogit((name) => evidence.logits[name].value),
        target,
      )
    : ((await trials.values([only(nearest, weightsIn(trace, nearest))]))[0] ?? NaN);
  return { trace, detection, target, evidence, value, layers, reaching, trials };
}

/** Returns a set of channel weights that changes one layer. */
export function only({ key }: SELayer, weights: Float32Array): WeightSet {
  return new Map([[key, weights]]);
}

/** Returns the trace's own s of a layer. */
export function weightsIn(trace: Trace, { key }: SELayer): Float32Array {
  return trace.channelWeights(key).excitation;
}

/** Returns s of a layer's channels when they are absent. Throws a ReadableError where the usual is not known. */
export function absentWeights({ key, channels, reference }: SELayer, absent: Absent): Float32Array {
  if (absent === "neutral") return new Float32Array(channels).fill(0.5);
  if (absent === "zero") return new Float32Array(channels);
  if (reference) return reference.mean;
  throw new ReadableError({
    what: `What the channel weights of ${key} usually are was not measured`,
    todo: 'Take "neutral" or "zero" for what is absent',
  });
}

/** Returns an attribution of the subject's number. */
export function attributionOf(
  { detection, target, value }: Subject,
  answer: Pick<Attribution, "layers" | "errors" | "base" | "orders"> & { readonly method: Method },
): Attribution {
  return { target, value, detection: detection.id, ...answer };
}

function checkTarget(target: string): void {
  if (targets.some((one) => one === target)) return;
  throw new ReadableError({
    what: "There is no such number of a detection to explain",
    expected: `one of ${targets.join(", ")}`,
    found: target,
  });
}

function askedLayers(
  { seLayers }: Model,
  keys: readonly LayerKey[] | undefined,
): readonly SELayer[] {
  const has = (layer: SELayer, key: string): boolean =>
    layer.key === key || String(layer.index) === key;
  const odd = keys?.find((key) => !seLayers.some((layer) => has(layer, key)));
  if (odd === undefined)
    return seLayers.filter((layer) => !keys || keys.some((key) => has(layer, key)));
  throw new ReadableError({
    what: `Layer ${odd} has no channel weights`,
    expected: `an SE layer, one of ${seLayers.map(({ key }) => key).join(", ") || "none in this network"}`,
    todo: "Name one of these",
  });
}

/** Returns the SE layers that a detection's head reads, directly or not, in the order of the configuration. */
function reachingLayers(model: Model, detection: Detection): readonly SELayer[] {
  const { layers, seLayers } = model;
  const read = new Set<number>();
  const head = headOf(model, detection);
  const queue = head ? [head.layer] : [];
  for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
    if (read.has(index)) continue;
    read.add(index);
    queue.push(...(layers[index]?.from ?? []));
  }
  return seLayers.filter(({ index }) => read.has(index));
}

function headOf({ heads }: Model, { headScale, stride }: Detection): Head | undefined {
  return heads.find((one) => one.scale === headScale && one.stride === stride);
}
