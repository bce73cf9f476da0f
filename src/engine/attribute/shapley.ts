/** Shapley values of channel weights: each layer is a game of its own, whose players are its channels. */

import {
  type Estimate,
  addMoments,
  estimateOf,
  momentsOf,
  noMoments,
  orderOf,
} from "../../network/attribute/orders.ts";
import type {
  Attribution,
  Evidence,
  LayerKey,
  OnProgress,
  SELayer,
  ShapleyOptions,
} from "../../trace/index.ts";
import { ReadableError } from "../../trace/index.ts";
import {
  type Subject,
  type SubjectRequest,
  absentWeights,
  attributionOf,
  only,
  subjectOf,
  weightsIn,
} from "./subject.ts";

/** What is sampled, and until when. */
export interface ShapleyRequest extends SubjectRequest, ShapleyOptions {
  readonly onProgress?: OnProgress | undefined;
}

/** Fewer pairs of orders say too little of their own error. */
const leastPairs = { own: 8, others: 2 };
/** A slice of the worker's time in milliseconds. */
const shortest = 40;

/**
 * Returns for every channel of the asked layers the mean of what it adds to the value when the layer's channels come
 * in a random order, absent ones at their absent weight; with standard errors, and for each layer the value with
 * none (`base`) and the count of orders. The values of a layer and its base add up to the value.
 */
export async function shapleyValues(request: ShapleyRequest): Promise<Attribution> {
  const rules = checkRules(request);
  const subject = await subjectOf(request);
  const found = new Map<LayerKey, Estimate & { readonly base: number; readonly orders: number }>();
  for (const [k, layer] of subject.layers.entries()) {
    const report = (share: number): void =>
      request.onProgress?.({
        step: `Sampling orders of ${layer.key}'s channels`,
        share: (k + Math.min(share, 1)) / subject.layers.length,
      });
    const { evidence } = subject;
    const game = { request, subject, layer, rules, report };
    if (!subject.reaching.has(layer)) {
      const none = new Float32Array(layer.channels);
      found.set(layer.key, { values: none, errors: none, most: 0, base: subject.value, orders: 0 });
    } else if (evidence?.layer === layer.key) found.set(layer.key, await sampleOwn(game, evidence));
    else found.set(layer.key, await sampleReruns(game));
  }
  const pick = <T>(
    part: (one: Estimate & { base: number; orders: number }) => T,
  ): Map<LayerKey, T> => new Map([...found].map(([key, one]) => [key, part(one)]));
  return attributionOf(subject, {
    method: "shapley",
    layers: pick(({ values }) => values),
    errors: pick(({ errors }) => errors),
    base: pick(({ base }) => base),
    orders: pick(({ orders }) => orders),
  });
}

interface Game {
  readonly request: ShapleyRequest;
  readonly subject: Subject;
  readonly layer: SELayer;
  readonly rules: Required<ShapleyOptions>;
  readonly report: (share: number) => void;
}

type Sampled = Estimate & { readonly base: number; readonly orders: number };

/** The layer that the head reads: thousands of orders from what Detect read, in the worker. */
async function sampleOwn(
  { request, subject, layer, rules, report }: Game,
  evidence: Evidence,
): Promise<Sampled> {
  const { runner, trace, target, signal } = request;
  const absent = absentWeights(layer, rules.absent);
  const [base = NaN] = await subject.trials.values([only(layer, absent)]);
  const most = Math.max(Math.ceil(rules.permutations / 2), leastPairs.own);
  let moments = noMoments(layer.channels);
  let size = 16;
  while (moments.pairs < most) {
    const pairs = Math.min(size, most - moments.pairs);
    const wanted = { target, absent, seed: rules.seed, first: moments.pairs, pairs };
    const began = performance.now();
    const more = await runner.ask(trace, {
      step: `Sampling orders of ${layer.key}'s channels`,
      failure: "The Shapley values could not be sampled",
      signal,
      question: (core) => core.sampleEvidence(evidence, wanted),
    });
    if (performance.now() - began < shortest) size *= 2;
    moments = addMoments(moments, more);
    report(moments.pairs / most);
    if (moments.pairs >= leastPairs.own && estimateOf(moments).most <= rules.bound) break;
  }
  return { ...estimateOf(moments), base, orders: 2 * moments.pairs };
}

/** Any other layer: each order is as many reruns as the layer has channels, so that only a few can be had. */
async function sampleReruns({ request, subject, layer, rules, report }: Game): Promise<Sampled> {
  const absent = absentWeights(layer, rules.absent);
  const present = weightsIn(request.trace, layer);
  const { channels } = layer;
  const most = Math.max(Math.floor(rules.reruns / (2 * channels)), leastPairs.others);
  const [none = NaN, all = NaN] = await subject.trials.values(
    [absent, present].map((weights) => only(layer, weights)),
  );
  let moments = noMoments(channels);
  const walk = (order: Uint32Array, onTried: (share: number) => void): Promise<Float64Array> => {
    const weights = absent.slice();
    const sets = Array.from(order.subarray(0, -1), (c) => {
      weights[c] = present[c] ?? 0;
      return only(layer, weights.slice());
    });
    return subject.trials.values(sets, (tried) => {
      onTried(tried / sets.length);
    });
  };
  while (moments.pairs < most) {
    const { pairs } = moments;
    const order = orderOf(channels, { seed: rules.seed, pair: pairs });
    const forward = await walk(order, (share) => {
      report((pairs + share / 2) / most);
    });
    const backward = await walk(order.toReversed(), (share) => {
      report((pairs + 0.5 + share / 2) / most);
    });
    const ends = (inner: Float64Array): number[] => [none, ...inner, all];
    const pair = momentsOf(order, { forward: ends(forward), backward: ends(backward) });
    moments = addMoments(moments, pair);
    if (moments.pairs >= leastPairs.others && estimateOf(moments).most <= rules.bound) break;
  }
  return { ...estimateOf(moments), base: none, orders: 2 * moments.pairs };
}

function checkRules({
  absent = "neutral",
  bound = 0.001,
  permutations = 4096,
  reruns = 512,
  seed = 1,
}: ShapleyOptions): Required<ShapleyOptions> {
  const fault = (part: string, expected: string, found: unknown): ReadableError =>
    new ReadableError({
      what: `How Shapley values are sampled, ${part}`,
      expected,
      found: String(found),
    });
  if (!["neutral", "zero", "usual"].includes(absent))
    throw fault("absent", '"neutral", "zero" or "usual"', absent);
  if (!(bound >= 0)) throw fault("bound", "a number from 0 on", bound);
  for (const [part, count] of Object.entries({ permutations, reruns }))
    if (!(count >= 1 && count <= 1e7)) throw fault(part, "a number from 1 to 10,000,000", count);
  if (!Number.isInteger(seed)) throw fault("seed", "a whole number", seed);
  return { absent, bound, permutations, reruns, seed };
}
