/** Tries sets of channel weights on a trace's run, a few at a time, so that other jobs have their turn. */

import {
  type Detection,
  type Evidence,
  type LayerKey,
  type Target,
  type Trace,
  type WeightSet,
  eachLogit,
  evidenceValue,
  logitNames,
  targetValue,
} from "../../trace/index.ts";
import type { JobOptions } from "../options.ts";
import type { Runner } from "../runner.ts";

/** A slice that took longer than this in milliseconds is made smaller. */
const longest = 100;
/** One that took less than this is made larger. */
const shortest = 35;
const largestBatch = 16;

/** What trials are made on. */
export interface TrialsOf extends JobOptions {
  readonly runner: Runner;
  readonly trace: Trace;
  readonly detection: Detection;
  readonly target: Target;
  /** What Detect reads at the cell, where its head reads an SE layer. */
  readonly evidence: Evidence | undefined;
}

/** Told how many sets of a call have been tried. */
export type OnTried = (tried: number) => void;

/** Tries sets of channel weights for one number of one detection. */
export class Trials {
  readonly subject: TrialsOf;
  /** How many sets a slice takes, by the layers that they change; a power of two. */
  private readonly batches = new Map<string, number>();

  constructor(subject: TrialsOf) {
    this.subject = subject;
  }

  /**
   * Returns the target's number under each set: from the evidence alone where a set changes nothing but the layer
   * that the head reads, else from a rerun. Sets that change the same layers go into one batch.
   */
  async values(
    sets: readonly WeightSet[],
    onTried: OnTried = () => undefined,
  ): Promise<Float64Array> {
    const values = new Float64Array(sets.length);
    const groups = new Map<string, number[]>();
    const { evidence, target } = this.subject;
    let tried = 0;
    sets.forEach((set, k) => {
      const own = evidence && set.get(evidence.layer);
      if (evidence && set.size === (own ? 1 : 0)) {
        const channelWeights = own ?? evidence.channelWeights;
        values[k] = evidenceValue(evidence, { target, channelWeights });
        tried++;
        return;
      }
      const layers = [...set.keys()].sort().join(" ");
      const places = groups.get(layers) ?? [];
      groups.set(layers, places);
      places.push(k);
    });
    onTried(tried);
    for (const [layers, places] of groups) {
      for (let from = 0; from < places.length;) {
        const slice = places.slice(from, from + (this.batches.get(layers) ?? 2));
        const found = await this.slice(
          layers,
          slice.map((k) => sets[k] ?? new Map<LayerKey, Float32Array>()),
        );
        slice.forEach((k, i) => (values[k] = found[i] ?? NaN));
        from += slice.length;
        onTried((tried += slice.length));
      }
    }
    return values;
  }

  private async slice(key: string, sets: readonly WeightSet[]): Promise<number[]> {
    const { runner, trace, detection, target, signal } = this.subject;
    // Sizes of powers of two, the last set repeated: WebGL compiles its programs for each size anew.
    const count = 2 ** Math.ceil(Math.log2(sets.length));
    const layers = [...(sets[0]?.keys() ?? [])].map((layer) => {
      const rows = Array.from({ length: count }, (_, k) => (sets[k] ?? sets.at(-1))?.get(layer));
      return [layer, joined(rows)] as const;
    });
    const began = performance.now();
    const logits = await runner.ask(trace, {
      step: `Trying channel weights on ${trace.photo.name}`,
      failure: `The channel weights could not be tried on ${trace.photo.name}`,
      signal,
      question: (core, handle) => core.tryWeights(handle, { detection, sets: { count, layers } }),
    });
    this.resize(key, { count, milliseconds: performance.now() - began });
    return sets.map((_, k) =>
      targetValue(
        eachLogit((name) => logits[k * logitNames.length + logitNames.indexOf(name)] ?? NaN),
        target,
      ),
    );
  }

  private resize(
    key: string,
    { count, milliseconds }: { count: number; milliseconds: number },
  ): void {
    if (milliseconds > longest) this.batches.set(key, Math.max(count / 2, 1));
    else if (milliseconds < shortest) this.batches.set(key, Math.min(count * 2, largestBatch));
    else this.batches.set(key, count);
  }
}

function joined(rows: readonly (Float32Array | undefined)[]): Float32Array {
  const channels = rows[0]?.length ?? 0;
  const all = new Float32Array(rows.length * channels);
  rows.forEach((row, k) => {
    if (row) all.set(row, k * channels);
  });
  return all;
}
