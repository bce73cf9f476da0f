/** Owns TensorFlow.js: the loaded network and what its runs left. Lives in a worker, or on the page. */

import { memory, tensor3d } from "@tensorflow/tfjs-core";
import { letterbox } from "../image/letterbox.ts";
import { readSafetensors } from "../import/safetensors.ts";
import {
  type Kept,
  type Parameters,
  type Plan,
  decodeDetections,
  describeModel,
  forward,
  placeParameters,
  planNetwork,
  readConfig,
} from "../network/index.ts";
import {
  type ChannelWeights,
  type Detection,
  type FeatureMaps,
  type LayerKey,
  type Letterbox,
  type Model,
  type OnProgress,
  type Photo,
  ReadableError,
} from "../trace/index.ts";
import { type BackendChoice, type BackendWish, chooseBackend } from "./backend.ts";
import { cutChannels } from "./maps.ts";
import { lookAround, setUp } from "./set-up.ts";

/** A network's two files. */
export interface ModelFiles {
  readonly name: string;
  /** YAML text. */
  readonly config: string;
  /** safetensors. */
  readonly parameters: ArrayBuffer;
}

/** What one run gives to the page; its maps stay here behind `handle`. */
export interface RunResult {
  readonly handle: number;
  readonly letterbox: Letterbox;
  readonly candidates: readonly Detection[];
  readonly channelWeights: readonly (readonly [LayerKey, ChannelWeights])[];
  /** From the input's upload to the last number read. */
  readonly milliseconds: number;
}

/** Feature maps wanted of a run. */
export interface MapRequest {
  readonly handle: number;
  readonly layer: LayerKey;
  readonly channels?: readonly number[];
  readonly at: "input" | "output";
}

interface Handle {
  readonly kept: Kept;
  readonly size: readonly [height: number, width: number];
  readonly pixels: Float32Array;
  readonly channelWeights: ReadonlyMap<LayerKey, ChannelWeights>;
  /** Maps already read, by layer index, so that a second channel costs nothing. */
  readonly maps: Map<number, WholeMap>;
}

/** A layer's whole output, [height, width, channels]. */
export interface WholeMap {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly values: Float32Array;
}

/** The engine's inside; every method is called from the page through one door. */
export class Core {
  private plan: Plan | undefined;
  private parameters: Parameters | undefined;
  private readonly handles = new Map<number, Handle>();
  private next = 1;

  /** Starts the backend that fits the wish. Returns the choice; rejects where nothing starts. */
  async start(wish: BackendWish, onLost: () => void): Promise<BackendChoice> {
    const choice = chooseBackend(wish, lookAround());
    await setUp(choice, onLost);
    return choice;
  }

  /** Replaces the network and frees all runs of the old one. Rejects with a ReadableError; the old one then stays. */
  async load({ name, config, parameters }: ModelFiles, onProgress?: OnProgress): Promise<Model> {
    const plan = planNetwork(readConfig(config));
    const { arrays } = readSafetensors(parameters, `${name}'s parameter file`);
    onProgress?.({ step: "Placing parameters" });
    const placed = placeParameters(plan, arrays);
    for (const handle of this.handles.keys()) this.release(handle);
    this.parameters?.dispose();
    this.plan = plan;
    this.parameters = placed;
    onProgress?.({ step: "Warming up" });
    await this.warmUp();
    return describeModel(plan, arrays, name);
  }

  /** Runs the network on a photograph at an input size. */
  async inspect(photo: Photo, size: number): Promise<RunResult> {
    const { plan, parameters } = this.loaded();
    const fitted = letterbox(photo, size);
    const began = performance.now();
    const { kept, logits, channelWeights } = await this.run(fitted.pixels, [size, size]);
    const milliseconds = performance.now() - began;
    if (this.parameters !== parameters) {
      kept.dispose();
      throw new DOMException("The network was replaced while it ran", "AbortError");
    }
    const handle = this.next++;
    this.handles.set(handle, {
      kept,
      size: [size, size],
      pixels: fitted.pixels,
      channelWeights: new Map(channelWeights),
      maps: new Map(),
    });
    return {
      handle,
      letterbox: fitted.letterbox,
      candidates: decodeDetections(plan, logits, { letterbox: fitted.letterbox, photo }).slice(
        0,
        3000,
      ),
      channelWeights,
      milliseconds,
    };
  }

  /** Returns feature maps of a run; layers that were not kept are computed again from the input. */
  async featureMaps({ handle, layer: key, channels, at }: MapRequest): Promise<FeatureMaps> {
    const { plan } = this.loaded();
    const run = this.handles.get(handle);
    if (!run)
      throw new ReadableError({
        what: "The feature maps were released",
        todo: "Run the network again",
      });
    const layer = plan.layers.find(({ key: own, index }) => own === key || String(index) === key);
    if (!layer || layer.index === plan.detect) {
      const keys = plan.layers.slice(0, -1).map((one) => one.key);
      throw new ReadableError({
        what: `There is no layer ${key} with feature maps`,
        expected: `one of ${keys.join(", ")}`,
      });
    }
    const excitation = run.channelWeights.get(layer.key)?.excitation;
    if (at === "input" && !excitation) {
      throw new ReadableError({
        what: `Layer ${key} has no maps before recalibration`,
        expected: `an SE layer, one of ${plan.seLayers.map((one) => one.key).join(", ") || "none here"}`,
      });
    }
    // What an SE layer gives is what comes in times s: one map is read for both.
    const source = excitation ? (layer.from[0] ?? 0) : layer.index;
    const whole = run.maps.get(source) ?? (await this.readMap(run, source));
    run.maps.set(source, whole);
    const scale = at === "output" ? excitation : undefined;
    return { layer: layer.key, at, ...cutChannels(whole, { channels, scale, layer: layer.key }) };
  }

  /** Frees a run. Safe to call twice. */
  release(handle: number): void {
    this.handles.get(handle)?.kept.dispose();
    this.handles.delete(handle);
  }

  /** Returns how many tensors live, for tests. */
  tensors(): number {
    return memory().numTensors;
  }

  private async readMap(run: Handle, index: number): Promise<WholeMap> {
    const { plan, parameters } = this.loaded();
    const there = run.kept.layers.get(index);
    if (there) return wholeMap(await there.data<"float32">(), there.shape);
    const pixels = tensor3d(run.pixels, [...run.size, 3]);
    const again = forward(plan, parameters, {
      pixels,
      until: index,
      keep: [index],
      capture: false,
    });
    try {
      const map = again.layers.get(index);
      if (!map) throw new Error(`layer ${String(index)} was not kept`);
      return wholeMap(await map.data<"float32">(), map.shape);
    } finally {
      again.dispose();
      pixels.dispose();
    }
  }

  private async run(
    values: Float32Array,
    size: readonly [number, number],
  ): Promise<{
    kept: Kept;
    logits: { rows: number; columns: number; values: Float32Array }[];
    channelWeights: [LayerKey, ChannelWeights][];
  }> {
    const { plan, parameters } = this.loaded();
    const pixels = tensor3d(values, [...size, 3]);
    let kept: Kept | undefined;
    try {
      const done = (kept = forward(plan, parameters, { pixels }));
      // All at once: one wait for the device and not one for each.
      const [logits, channelWeights] = await Promise.all([
        Promise.all(
          done.logits.map(async (tensor) => {
            const [rows = 0, columns = 0] = tensor.shape;
            return { rows, columns, values: await tensor.data<"float32">() };
          }),
        ),
        Promise.all(
          [...done.seLayers].map(async ([key, se]): Promise<[LayerKey, ChannelWeights]> => {
            const [squeeze, hidden, excitation] = await Promise.all([
              se.squeeze.data<"float32">(),
              se.hidden.data<"float32">(),
              se.excitation.data<"float32">(),
            ]);
            return [key, { squeeze, hidden, excitation }];
          }),
        ),
      ]);
      for (const tensor of done.logits) tensor.dispose();
      return { kept: done, logits, channelWeights };
    } catch (error) {
      kept?.dispose();
      throw error;
    } finally {
      pixels.dispose();
    }
  }

  /** The first run compiles programs; better now than under the person's first photograph. */
  private async warmUp(): Promise<void> {
    const { plan, parameters } = this.loaded();
    const side = Math.max(2 * plan.largestStride, 64);
    const pixels = tensor3d(new Float32Array(side * side * 3), [side, side, 3]);
    const kept = forward(plan, parameters, { pixels });
    await kept.logits[0]?.data();
    kept.dispose();
    pixels.dispose();
  }

  private loaded(): { plan: Plan; parameters: Parameters } {
    if (this.plan && this.parameters) return { plan: this.plan, parameters: this.parameters };
    throw new ReadableError({ what: "No network is loaded", todo: "Load one first" });
  }
}

function wholeMap(
  values: Float32Array,
  [, height = 0, width = 0, channels = 0]: readonly number[],
): WholeMap {
  return { shape: [height, width, channels], values };
}
