/** Runs chosen layers of a plan in order, frees what nobody reads any more, and keeps what is asked. */

import { type Tensor, type Tensor4D, clone, keep, reshape, tidy } from "@tensorflow/tfjs-core";
import type { LayerKey, SEEdits } from "../trace/index.ts";
import { logitsName } from "./modules/detect.ts";
import { type Inputs, type RunContext, first } from "./modules/module.ts";
import type { Parameters } from "./parameters.ts";
import { type Plan, type PlannedLayer, unitPrefix } from "./plan.ts";

/** One SE layer's tensors: squeeze and excitation [C], hidden [C / r]. */
export interface KeptSE {
  readonly squeeze: Tensor;
  readonly hidden: Tensor;
  readonly excitation: Tensor;
}

/** What a run left on the device; `dispose` frees all of it. */
export interface Kept {
  /** The heads that were computed, by their place in the plan: all, or those that a rerun changed. */
  readonly heads: readonly number[];
  /**
   * For each of these, [rows, columns, anchors · (classes + 5)], or of a batch of several
   * [batch, rows, columns, anchors · (classes + 5)]; empty where the run stopped earlier.
   */
  readonly logits: readonly Tensor[];
  /** The SE layers that were computed. */
  readonly seLayers: ReadonlyMap<LayerKey, KeptSE>;
  /** Kept outputs by layer index, [1, height, width, channels]: those asked for, and what a rerun needs. */
  readonly layers: ReadonlyMap<number, Tensor4D>;
  /** What was changed of the SE layers. */
  readonly edits: SEEdits;
  dispose(): void;
}

/** What a run computes. */
export interface Work {
  /** Layers to run. Every map that they read must be computed or given, but what Detect reads. */
  readonly compute: ReadonlySet<number>;
  /** Outputs that are there, by layer index; -1 is the photograph. They stay the caller's. */
  readonly given: ReadonlyMap<number, Tensor4D>;
  /** Layers whose outputs are kept, given ones too. */
  readonly wanted: ReadonlySet<number>;
  /** Keep every SE layer's numbers. */
  readonly capture: boolean;
  readonly edits: SEEdits;
  /** Let what comes into an SE layer through as it is, to measure what SE takes. */
  readonly skipSE?: boolean;
}

/** Returns what was kept of the run. Where it throws, nothing stays on the device. */
export function runLayers(plan: Plan, parameters: Parameters, work: Work): Kept {
  const run = new Run(plan, parameters, work);
  try {
    // The scope frees whatever an error leaves behind; what is kept is marked so.
    tidy(() => {
      run.all();
    });
  } catch (error) {
    run.dispose();
    throw error;
  }
  const heads = plan.heads.flatMap((_, k) => (run.named.has(logitsName(k)) ? k : []));
  return {
    heads,
    logits: heads.flatMap((k) => run.named.get(logitsName(k)) ?? []),
    seLayers: run.seLayers(),
    layers: run.layers,
    edits: work.edits,
    dispose: () => {
      run.dispose();
    },
  };
}

class Run {
  readonly named = new Map<string, Tensor>();
  readonly layers = new Map<number, Tensor4D>();
  private readonly plan: Plan;
  private readonly parameters: Parameters;
  private readonly work: Work;

  constructor(plan: Plan, parameters: Parameters, work: Work) {
    this.plan = plan;
    this.parameters = parameters;
    this.work = work;
  }

  all(): void {
    const { compute, given, wanted } = this.work;
    const outputs = new Map(given);
    // A clone has the same numbers and a life of its own.
    for (const [index, map] of given)
      if (wanted.has(index)) this.layers.set(index, keep(clone(map)));
    for (const layer of this.plan.layers) {
      if (!compute.has(layer.index)) continue;
      const inputs = layer.from.map((source) => outputs.get(source));
      const output = tidy(() => this.one(layer, inputs));
      outputs.set(layer.index, output);
      if (wanted.has(layer.index)) this.layers.set(layer.index, keep(output));
      for (const source of [...layer.from, layer.index])
        this.release(source, { outputs, now: layer.index });
    }
  }

  seLayers(): Map<LayerKey, KeptSE> {
    const found = new Map<LayerKey, KeptSE>();
    for (const { index, key } of this.plan.seLayers) {
      const [squeeze, hidden, excitation] = ["squeeze", "hidden", "excitation"].map((name) =>
        this.named.get(`${String(index)}.${name}`),
      );
      if (squeeze && hidden && excitation) found.set(key, { squeeze, hidden, excitation });
    }
    return found;
  }

  dispose(): void {
    for (const tensor of [...this.named.values(), ...this.layers.values()]) {
      if (!tensor.isDisposed) tensor.dispose();
    }
    this.named.clear();
    this.layers.clear();
  }

  private one(layer: PlannedLayer, inputs: Inputs): Tensor4D {
    if (this.work.skipSE && this.plan.seLayers.includes(layer)) return clone(first(inputs));
    const copies = [layer.plan, ...layer.chain];
    const outputs = copies.reduce<Inputs>(
      (maps, plan, copy) => [layer.type.forward(plan, maps, this.context(layer, copy))],
      inputs,
    );
    return first(outputs);
  }

  private context(layer: PlannedLayer, copy: number): RunContext {
    const prefix = (name: string): string => unitPrefix(layer, { copy, name });
    const isDetect = layer.index === this.plan.detect;
    return {
      conv: (name) => this.parameters.conv(prefix(name)),
      dense: (name) => this.parameters.dense(prefix(name)),
      edit: this.work.edits[layer.key] ?? {},
      keep: (name, value) => {
        if (!this.work.capture && !isDetect) return;
        const flat = reshape(value, isDetect ? logitsShape(value) : [value.size]);
        const id = isDetect ? name : `${String(layer.index)}.${name}`;
        this.named.get(id)?.dispose();
        this.named.set(id, keep(flat));
      },
    };
  }

  /** Frees an output that no later layer of this run reads, so that memory stays small. */
  private release(
    index: number,
    { outputs, now }: { outputs: Map<number, Tensor4D>; now: number },
  ): void {
    const { compute, given, wanted } = this.work;
    if (given.has(index) || wanted.has(index)) return;
    const read = this.plan.layers[index]?.consumers.some(
      (later) => later > now && compute.has(later),
    );
    if (read) return;
    outputs.get(index)?.dispose();
    outputs.delete(index);
  }
}

/** One photograph's logits have no dimension for the batch. */
function logitsShape({ shape }: Tensor): number[] {
  return shape[0] === 1 ? shape.slice(1) : shape;
}
