/** Owns TensorFlow.js: the loaded network and what its runs left. Lives in a worker, or on the page. */

import { memory } from "@tensorflow/tfjs-core";
import { letterbox } from "../image/letterbox.ts";
import { withReference } from "../import/reference.ts";
import { readSafetensors } from "../import/safetensors.ts";
import {
  type Kept,
  decodeDetections,
  describeModel,
  placeParameters,
  planNetwork,
  readConfig,
} from "../network/index.ts";
import {
  type ChannelWeights,
  type FeatureMaps,
  type LayerKey,
  type Model,
  type Photo,
  ReadableError,
} from "../trace/index.ts";
import type { BackendChoice } from "./backend.ts";
import type { Door, MapRequest, ModelFiles, News, RunResult, StartOptions } from "./door.ts";
import {
  type Input,
  type Network,
  type WholeMap,
  onDevice,
  readMap,
  runNetwork,
  warmUp,
} from "./download.ts";
import { aborted } from "./errors.ts";
import { cutChannels, findMap } from "./maps.ts";
import { startBackend } from "./start-backend.ts";

/** A run that can still be asked for feature maps. */
interface Run {
  readonly kept: Kept;
  readonly input: Input;
  readonly channelWeights: ReadonlyMap<LayerKey, ChannelWeights>;
  /** Maps read last, by layer index, so that a second channel costs nothing. */
  readonly maps: Map<number, WholeMap>;
}

/** Most candidates that a run gives; far more than NMS ever keeps. */
const mostCandidates = 3000;
const mostMaps = 4;
const largestInput = 2048;

/** The engine's inside. */
export class Core implements Door {
  private network: Network | undefined;
  private readonly runs = new Map<number, Run>();
  private lastHandle = 0;
  private loads = 0;
  private warmUpSide = 0;
  private tell: (news: News) => void = () => undefined;

  async start({ wish, size }: StartOptions, onNews: (news: News) => void): Promise<BackendChoice> {
    this.tell = onNews;
    const choice = await startBackend(wish, () => {
      this.tell({ kind: "lost" });
    });
    // WebGL compiles its programs for one size; WebAssembly has nothing to compile.
    this.warmUpSide = choice.backend === "webgl" ? size : 0;
    return choice;
  }

  async load({ name, config, parameters, reference }: ModelFiles): Promise<Model> {
    const mine = ++this.loads;
    const plan = planNetwork(readConfig(config));
    const { arrays } = readSafetensors(parameters, `${name}'s parameter file`);
    this.step("Placing parameters");
    const network = {
      plan,
      parameters: await onDevice(() => placeParameters(plan, arrays)),
    };
    try {
      const model = withReference(describeModel(plan, arrays, name), reference);
      this.step("Warming up");
      const side = Math.ceil(this.warmUpSide / plan.largestStride) * plan.largestStride;
      await onDevice(() => warmUp(network, Math.max(side, plan.largestStride)));
      if (mine !== this.loads) throw aborted("Another network took its place");
      this.replace(network);
      return model;
    } catch (error) {
      network.parameters.dispose();
      throw error;
    }
  }

  async inspect(photo: Photo, size: number): Promise<RunResult> {
    const network = this.loaded();
    if (!(size <= largestInput)) {
      throw new ReadableError({
        what: "The network can't read an input of this size",
        expected: `a side of at most ${String(largestInput)} pixels`,
        found: String(size),
      });
    }
    const { pixels, letterbox: fit } = letterbox(photo, size);
    const input: Input = { pixels, size: [size, size] };
    const began = performance.now();
    const { kept, logits, channelWeights } = await onDevice(() => runNetwork(network, input));
    const milliseconds = performance.now() - began;
    if (this.network !== network) {
      kept.dispose();
      throw aborted("The network was replaced while it ran");
    }
    const handle = ++this.lastHandle;
    const weights = new Map(channelWeights);
    this.runs.set(handle, { kept, input, channelWeights: weights, maps: new Map() });
    const found = decodeDetections(network.plan, logits, { letterbox: fit, photo });
    const candidates = found.slice(0, mostCandidates);
    return { handle, letterbox: fit, candidates, channelWeights, milliseconds };
  }

  async featureMaps({ handle, layer, channels, at }: MapRequest): Promise<FeatureMaps> {
    const network = this.loaded();
    const run = this.runs.get(handle);
    if (!run) {
      throw new ReadableError({
        what: "The feature maps were released",
        todo: "Run the network again",
      });
    }
    const { index, layer: key, recalibrate } = findMap(network.plan, { layer, at });
    const { kept, input, maps } = run;
    const whole =
      maps.get(index) ?? (await onDevice(() => readMap(network, { kept, input, index })));
    maps.set(index, whole);
    const [oldest] = maps.keys();
    if (maps.size > mostMaps && oldest !== undefined) maps.delete(oldest);
    const scale = recalibrate ? run.channelWeights.get(key)?.excitation : undefined;
    return { layer: key, at, ...cutChannels(whole, { channels, scale, layer: key }) };
  }

  async release(handle: number): Promise<void> {
    this.runs.get(handle)?.kept.dispose();
    this.runs.delete(handle);
    return Promise.resolve();
  }

  async tensors(): Promise<number> {
    return Promise.resolve(memory().numTensors);
  }

  async close(): Promise<void> {
    this.loads++;
    this.tell = () => undefined;
    this.replace(undefined);
    return Promise.resolve();
  }

  private replace(network: Network | undefined): void {
    for (const { kept } of this.runs.values()) kept.dispose();
    this.runs.clear();
    this.network?.parameters.dispose();
    this.network = network;
  }

  private step(step: string): void {
    this.tell({ kind: "progress", progress: { step } });
  }

  private loaded(): Network {
    if (this.network) return this.network;
    throw new ReadableError({ what: "No network is loaded", todo: "Load one first" });
  }
}
