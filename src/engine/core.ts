/** Owns TensorFlow.js: the loaded networks and what their runs left. Lives in a worker, or on the page. */

import { memory } from "@tensorflow/tfjs-core";
import { letterbox } from "../image/letterbox.ts";
import { withReference } from "../import/reference.ts";
import {
  describeModel,
  modelCosts,
  placeParameters,
  planNetwork,
  readArchitecture,
  readConfig,
  rerun,
} from "../network/index.ts";
import {
  type Architecture,
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
  ArchitectureOptions,
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
import { Graphs, notOfGraphs } from "./graph/graphs.ts";
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
  private readonly graphs = new Graphs();
  private side = 0;
  private readonly runs = new Runs();
  private closed = false;
  private warmUpSide = 0;
  private tell: (news: News) => void = () => undefined;

  async start({ wish, size }: StartOptions, onNews: (news: News) => void): Promise<BackendChoice> {
    this.tell = onNews;
    const choice = await startBackend(wish, () => {
      this.tell({ kind: "lost" });
    });
    this.side = size;
    // WebGL compiles its programs for one size; WebAssembly has nothing to compile.
    this.warmUpSide = choice.backend === "webgl" ? size : 0;
    return choice;
  }

  async load(id: number, files: AnyModelFiles): Promise<Model> {
    this.step("Reading the network");
    const read = await readModelFiles(files);
    if (read.kind === "graph") {
      this.step("Running the graph for the first time");
      return this.graphs.load(id, { opened: read, files, side: this.side });
    }
    const { name, config, arrays, reference, origin, random } = read;
    const plan = planNetwork(readConfig(config));
    this.step("Placing parameters");
    const network = {
      plan,
      parameters: await onDevice(() => placeParameters(plan, arrays)),
    };
    try {
      const model = withReference(describeModel(plan, arrays, name), reference);
      const described = {
        ...model,
        ...(origin && { origin }),
        ...(random !== undefined && { random }),
      };
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
    this.graphs.unload(id);
    return Promise.resolve();
  }

  async architecture(text: string, options: ArchitectureOptions): Promise<Architecture> {
    return Promise.resolve(readArchitecture(text, options));
  }

  async inspect(photo: Photo, { network: id, size, edits }: InspectRequest): Promise<RunResult> {
    if (!(size <= largestInput)) {
      throw new ReadableError({
        what: "The network can't read an input of this size",
        expected: `a side of at most ${String(largestInput)} pixels`,
        found: String(size),
      });
    }
    const graph = this.graphs.get(id);
    if (graph) return this.graphs.during(graph, () => graph.inspect(photo, size, edits));
    const network = this.loaded(id);
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
    const graph = this.graphs.ofRun(handle);
    if (graph) return this.graphs.during(graph, () => graph.rerun(handle, edits));
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
    const { network, run } = this.runOf(handle);
    const { input } = run;
    return onDevice(() => timePass(network, input, options));
  }

  async featureMaps(request: MapRequest): Promise<FeatureMaps> {
    const { handle, layer, channels, at } = request;
    const graph = this.graphs.ofRun(handle);
    if (graph) return graph.featureMaps(request);
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
    this.graphs.ofRun(handle)?.release(handle);
    this.runs.release(handle);
    return Promise.resolve();
  }

  async tensors(): Promise<number> {
    return Promise.resolve(memory().numTensors);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.tell = () => undefined;
    this.graphs.close();
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
    if (this.graphs.ofRun(handle)) throw notOfGraphs();
    const run = this.runs.get(handle);
    return { network: run.network, run };
  }

  private loaded(id: number): Network {
    const network = this.networks.get(id);
    if (network) return network;
    if (this.graphs.get(id)) throw notOfGraphs();
    throw new ReadableError({ what: "No network is loaded", todo: "Load one first" });
  }
}
