/** Runs a plan and keeps what is asked: logits, every SE layer's numbers, the outputs of chosen layers. */

import {
  type Tensor,
  type Tensor3D,
  type Tensor4D,
  keep,
  reshape,
  tidy,
} from "@tensorflow/tfjs-core";
import { type LayerKey, ReadableError } from "../trace/index.ts";
import { logitsName } from "./modules/detect.ts";
import { type RunContext, first } from "./modules/module.ts";
import type { Parameters } from "./parameters.ts";
import { type Plan, type PlannedLayer, unitPrefix } from "./plan.ts";

/** What to keep of a run. */
export interface ForwardOptions {
  /** Layers whose outputs are kept. */
  readonly keep?: readonly number[];
  /** Stop after this layer and compute only what it and the kept ones need; then there are no logits. */
  readonly until?: number;
  /** Keep every SE layer's numbers and what comes into it; true unless said otherwise. */
  readonly capture?: boolean;
}

/** One SE layer's tensors: squeeze and excitation [C], hidden [C / r]. */
export interface KeptSE {
  readonly squeeze: Tensor;
  readonly hidden: Tensor;
  readonly excitation: Tensor;
}

/** What a run left on the device; `dispose` frees all of it. */
export interface Kept {
  /** For each head, [rows, columns, anchors · (classes + 5)]; empty where the run stopped earlier. */
  readonly logits: readonly Tensor[];
  readonly seLayers: ReadonlyMap<LayerKey, KeptSE>;
  /** Kept outputs by layer index, [1, height, width, channels]: those asked for, and what each SE layer reads. */
  readonly layers: ReadonlyMap<number, Tensor4D>;
  dispose(): void;
}

/**
 * Returns what was kept of one forward pass over pixels [height, width, 3] in 0..1.
 * Throws a ReadableError where a side is not a multiple of the largest stride. The pixels stay the caller's.
 */
export function forward(
  plan: Plan,
  parameters: Parameters,
  { pixels, ...options }: ForwardOptions & { readonly pixels: Tensor3D },
): Kept {
  checkSize(plan, pixels);
  const run = new Run(plan, parameters, options);
  try {
    // The scope frees whatever an error leaves behind; what is kept is marked so.
    tidy(() => {
      run.all(reshape(pixels, [1, ...pixels.shape]));
    });
  } catch (error) {
    run.dispose();
    throw error;
  }
  return {
    logits: plan.heads.flatMap((_, k) => run.named.get(logitsName(k)) ?? []),
    seLayers: run.seLayers(),
    layers: run.layers,
    dispose: () => {
      run.dispose();
    },
  };
}

class Run {
  readonly named = new Map<string, Tensor>();
  readonly layers = new Map<number, Tensor4D>();
  private readonly wanted: ReadonlySet<number>;
  private readonly needed: ReadonlySet<number>;
  private readonly capture: boolean;
  private readonly plan: Plan;
  private readonly parameters: Parameters;

  constructor(
    plan: Plan,
    parameters: Parameters,
    { keep = [], until, capture = true }: ForwardOptions,
  ) {
    this.plan = plan;
    this.parameters = parameters;
    this.capture = capture;
    const last = until ?? plan.detect;
    const se = capture ? plan.seLayers.filter(({ index }) => index <= last) : [];
    this.wanted = new Set([...keep, ...se.flatMap(({ from }) => from)]);
    this.needed = neededFor(plan, [last, ...keep, ...se.map(({ index }) => index)]);
  }

  all(photograph: Tensor4D): void {
    const outputs = new Map<number, Tensor4D>([[-1, photograph]]);
    for (const layer of this.plan.layers) {
      if (!this.needed.has(layer.index)) continue;
      const inputs = layer.from.map((source) => {
        const tensor = outputs.get(source);
        if (!tensor)
          throw new Error(`layer ${String(layer.index)} reads ${String(source)}, which is gone`);
        return tensor;
      });
      const output = tidy(() => this.one(layer, inputs));
      outputs.set(layer.index, output);
      if (this.wanted.has(layer.index)) this.layers.set(layer.index, keep(output));
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

  private one(layer: PlannedLayer, inputs: readonly Tensor4D[]): Tensor4D {
    const copies = [layer.plan, ...layer.chain];
    const outputs = copies.reduce<readonly Tensor4D[]>(
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
      keep: (name, value) => {
        if (!this.capture && !isDetect) return;
        const flat = reshape(value, isDetect ? value.shape.slice(1) : [value.size]);
        this.named.set(isDetect ? name : `${String(layer.index)}.${name}`, keep(flat));
      },
    };
  }

  /** Frees an output that no later layer of this run reads, so that memory stays small. */
  private release(
    index: number,
    { outputs, now }: { outputs: Map<number, Tensor4D>; now: number },
  ): void {
    if (index < 0 || this.wanted.has(index)) return;
    const read = this.plan.layers[index]?.consumers.some(
      (later) => later > now && this.needed.has(later),
    );
    if (read) return;
    outputs.get(index)?.dispose();
    outputs.delete(index);
  }
}

/** Returns the layers and all that they read, directly or not. Throws a ReadableError for one there is not. */
function neededFor(plan: Plan, layers: readonly number[]): Set<number> {
  const needed = new Set<number>();
  const queue = [...layers];
  for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
    if (needed.has(index)) continue;
    const layer = plan.layers[index];
    if (!layer) {
      throw new ReadableError({
        what: "There is no such layer to run",
        expected: `0 to ${String(plan.detect)}`,
        found: String(index),
      });
    }
    needed.add(index);
    queue.push(...layer.from.filter((source) => source >= 0));
  }
  return needed;
}

function checkSize(plan: Plan, pixels: Tensor3D): void {
  const [height, width, channels] = pixels.shape;
  const multiple = plan.largestStride;
  if (
    channels === 3 &&
    height > 0 &&
    width > 0 &&
    height % multiple === 0 &&
    width % multiple === 0
  )
    return;
  throw new ReadableError({
    what: "The network can't read an input of this size",
    expected: `[height, width, 3] with sides that are multiples of ${String(multiple)}`,
    found: `[${pixels.shape.join(", ")}]`,
  });
}
