/** Owns TensorFlow.js: the loaded networks and what their runs left. Lives in a worker, or on the page. */

import { memory } from "@tensorflow/tfjs-core";
import { letterbox } from "../image/letterbox.ts";
import { withReference } from "../import/reference.ts";
import {
  describeModel,
  modelCosts,
  placeParameters,
  planNetwork,
  readConfig,
  rerun,
} from "../network/index.ts";
import {
  type CostOptions,
  type FeatureMaps,
  type Model,
  type ModelCosts,
  type Photo,
  ReadableError,
  type SEEdits,
} from "../trace/index.ts";
import type { RunOf } from "./attribute/in-run.ts";
import type { BackendChoice } from "./backend.ts";
import type {
  AnyModelFiles,
  Door,
  InspectRequest,
  MapRequest,
  News,
  RunResult,
  StartOptions,
  TimeOptions,
} from "./door.ts";
import {
  type Downloaded,
  type Input,
  type Network,
  download,
  onDevice,
  readMap,
  runNetwork,
  timePass,
  warmUp,
} from "./download.ts";
import { aborted } from "./errors.ts";
import { cutChannels, findMap } from "./maps.ts";
import { Questions } from "./questions.ts";
import { readModelFiles } from "./read-files.ts";
import { Runs, makeRun } from "./runs.ts";
import { startBackend } from "./start-backend.ts";

const mostMaps = 4;
const largestInput = 2048;

/** The engine's inside. */
export class Core extends Questions implements Door {
  private readonly networks = new Map<number, Network>();
  private readonly runs = new Runs();
  private closed = false;
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

  async load(id: number, files: AnyModelFiles): Promise<Model> {
    this.step("Reading the network");
    const { name, config, arrays, reference, origin } = await readModelFiles(files);
    const plan = planNetwork(readConfig(config));
    this.step("Placing parameters");
    const network = {
      plan,
      parameters: await onDevice(() => placeParameters(plan, arrays)),
    };
    try {
      const model = withReference(describeModel(plan, arrays, name), reference);
      const described = origin ? { ...model, origin } : model;
      this.step("Warming up");
      const side = Math.ceil(this.warmUpSide / plan.largestStride) * plan.largestStride;
      await onDevice(() => warmUp(network, Math.max(side, plan.largestStride)));
      if (this.closed) throw aborted("The engine was closed");
      this.networks.set(id, network);
      return described;
    } catch (error) {
      network.parameters.dispose();
      throw error;
    }
  }

  async unload(id: number): Promise<void> {
    const network = this.networks.get(id);
    this.networks.delete(id);
    if (network) this.free(network);
    return Promise.resolve();
  }

  async inspect(photo: Photo, { network: id, size, edits }: InspectRequest): Promise<RunResult> {
    const network = this.loaded(id);
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
    const downloaded = await onDevice(() => runNetwork(network, input, edits));
    const milliseconds = performance.now() - began;
    const { width, height } = photo;
    const parts = { input, letterbox: fit, photo: { width, height }, milliseconds };
    return this.add(network, downloaded, parts);
  }

  async rerun(handle: number, edits: SEEdits): Promise<RunResult> {
    const before = this.runs.get(handle);
    const { network, input, letterbox: fit, photo } = before;
    const began = performance.now();
    const downloaded = await onDevice(() =>
      download(rerun(network.plan, network.parameters, { from: before.kept, edits })),
    );
    const milliseconds = performance.now() - began;
    return this.add(network, downloaded, { input, letterbox: fit, photo, milliseconds, before });
  }

  async costs(id: number, options: CostOptions): Promise<ModelCosts> {
    return Promise.resolve(modelCosts(this.loaded(id).plan.config, options));
  }

  async time(handle: number, options: TimeOptions): Promise<number> {
    const { network, input } = this.runs.get(handle);
    return onDevice(() => timePass(network, input, options));
  }

  async featureMaps({ handle, layer, channels, at }: MapRequest): Promise<FeatureMaps> {
    const run = this.runs.get(handle);
    const { network, kept, input, maps } = run;
    const { index, layer: key, recalibrate } = findMap(network.plan, { layer, at });
    const whole =
      maps.get(index) ?? (await onDevice(() => readMap(network, { kept, input, index })));
    maps.set(index, whole);
    const [oldest] = maps.keys();
    if (maps.size > mostMaps && oldest !== undefined) maps.delete(oldest);
    const scale = recalibrate ? run.channelWeights.get(key)?.excitation : undefined;
    return { layer: key, at, ...cutChannels(whole, { channels, scale, layer: key }) };
  }

  async release(handle: number): Promise<void> {
    this.runs.release(handle);
    return Promise.resolve();
  }

  async tensors(): Promise<number> {
    return Promise.resolve(memory().numTensors);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.tell = () => undefined;
    await Promise.all([...this.networks.keys()].map((id) => this.unload(id)));
  }

  private add(
    network: Network,
    downloaded: Downloaded,
    parts: Parameters<typeof makeRun>[2],
  ): RunResult {
    if (![...this.networks.values()].includes(network)) {
      downloaded.kept.dispose();
      throw aborted("The network was replaced while it ran");
    }
    return this.runs.add(makeRun(network, downloaded, parts));
  }

  private free(network: Network): void {
    this.runs.clear(network);
    network.parameters.dispose();
  }

  private step(step: string): void {
    this.tell({ kind: "progress", progress: { step } });
  }

  protected runOf(handle: number): RunOf {
    const run = this.runs.get(handle);
    return { network: run.network, run };
  }

  private loaded(id: number): Network {
    const network = this.networks.get(id);
    if (network) return network;
    throw new ReadableError({ what: "No network is loaded", todo: "Load one first" });
  }
}
