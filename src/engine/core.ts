/** Owns TensorFlow.js: the loaded network and what its runs left. Lives in a worker, or on the page. */

import { memory } from "@tensorflow/tfjs-core";
import { letterbox } from "../image/letterbox.ts";
import type { OpenedGraph } from "../import/importer.ts";
import { withReference } from "../import/reference.ts";
import {
  type Gradients,
  type Moments,
  type SampleRequest,
  describeModel,
  modelCosts,
  placeParameters,
  planNetwork,
  readArchitecture,
  readConfig,
  rerun,
  sampleEvidence,
} from "../network/index.ts";
import {
  type Architecture,
  type CostOptions,
  type Detection,
  type Evidence,
  type FeatureMaps,
  type Model,
  type ModelCosts,
  type Photo,
  ReadableError,
  type SEEdits,
  type TargetOf,
} from "../trace/index.ts";
import { type RunOf, type TryRequest, evidenceIn, gradientsIn, tryIn } from "./attribute-run.ts";
import type { BackendChoice } from "./backend.ts";
import type {
  AnyModelFiles,
  ArchitectureOptions,
  Door,
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
import type { GraphNetwork } from "./graph/network.ts";
import { cutChannels, findMap } from "./maps.ts";
import { readModelFiles } from "./read-files.ts";
import { Runs, makeRun } from "./runs.ts";
import { startBackend } from "./start-backend.ts";

const mostMaps = 4;
const largestInput = 2048;

/** The engine's inside. */
export class Core implements Door {
  private network: Network | undefined;
  /** A network that is run as the graph it is; never beside another one. */
  private graph: GraphNetwork | undefined;
  private side = 0;
  private readonly runs = new Runs();
  private loads = 0;
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

  async load(files: AnyModelFiles): Promise<Model> {
    const mine = ++this.loads;
    this.step("Reading the network");
    const read = await readModelFiles(files);
    if (read.kind === "graph") return this.loadGraph(read, { files, mine });
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
      if (mine !== this.loads) throw aborted("Another network took its place");
      this.replace(network);
      return described;
    } catch (error) {
      network.parameters.dispose();
      throw error;
    }
  }

  async architecture(text: string, options: ArchitectureOptions): Promise<Architecture> {
    return Promise.resolve(readArchitecture(text, options));
  }

  async inspect(photo: Photo, size: number, edits: SEEdits): Promise<RunResult> {
    if (!(size <= largestInput)) {
      throw new ReadableError({
        what: "The network can't read an input of this size",
        expected: `a side of at most ${String(largestInput)} pixels`,
        found: String(size),
      });
    }
    if (this.graph) return this.ofGraph(this.graph, (graph) => graph.inspect(photo, size, edits));
    const network = this.loaded();
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
    if (this.graph) return this.ofGraph(this.graph, (graph) => graph.rerun(handle, edits));
    const network = this.loaded();
    const before = this.runs.get(handle);
    const { input, letterbox: fit, photo } = before;
    const began = performance.now();
    const downloaded = await onDevice(() =>
      download(rerun(network.plan, network.parameters, { from: before.kept, edits })),
    );
    const milliseconds = performance.now() - began;
    return this.add(network, downloaded, { input, letterbox: fit, photo, milliseconds, before });
  }

  async costs(options: CostOptions): Promise<ModelCosts> {
    return Promise.resolve(modelCosts(this.loaded().plan.config, options));
  }

  async time(handle: number, options: TimeOptions): Promise<number> {
    const network = this.loaded();
    const { input } = this.runs.get(handle);
    return onDevice(() => timePass(network, input, options));
  }

  async featureMaps(request: MapRequest): Promise<FeatureMaps> {
    if (this.graph) return this.graph.featureMaps(request);
    const { handle, layer, channels, at } = request;
    const network = this.loaded();
    const run = this.runs.get(handle);
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

  async evidence(handle: number, detection: Detection): Promise<Evidence> {
    return evidenceIn(this.runOf(handle), detection);
  }

  async gradients(handle: number, target: TargetOf): Promise<Gradients> {
    return gradientsIn(this.runOf(handle), target);
  }

  async tryWeights(handle: number, request: TryRequest): Promise<Float32Array> {
    return tryIn(this.runOf(handle), request);
  }

  async sampleEvidence(evidence: Evidence, request: SampleRequest): Promise<Moments> {
    return Promise.resolve(sampleEvidence(evidence, request));
  }

  async release(handle: number): Promise<void> {
    this.runs.release(handle);
    this.graph?.release(handle);
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

  private add(
    network: Network,
    downloaded: Downloaded,
    parts: Parameters<typeof makeRun>[2],
  ): RunResult {
    if (this.network !== network) {
      downloaded.kept.dispose();
      throw aborted("The network was replaced while it ran");
    }
    return this.runs.add(makeRun(network.plan, downloaded, parts));
  }

  private async loadGraph(
    opened: OpenedGraph,
    { files, mine }: { readonly files: AnyModelFiles; readonly mine: number },
  ): Promise<Model> {
    this.step("Running the graph for the first time");
    // The executor and every kernel are loaded with the first graph.
    const { loadGraph } = await import("./graph/load.ts");
    const { name = opened.name, range } = "files" in files ? files : { range: undefined };
    const graph = await onDevice(() => loadGraph({ ...opened, name }, { side: this.side, range }));
    if (mine !== this.loads) {
      graph.dispose();
      throw aborted("Another network took its place");
    }
    this.replace(undefined, graph);
    return graph.model;
  }

  private async ofGraph(
    graph: GraphNetwork,
    work: (graph: GraphNetwork) => Promise<RunResult>,
  ): Promise<RunResult> {
    const result = await work(graph);
    if (this.graph === graph) return result;
    graph.release(result.handle);
    throw aborted("The network was replaced while it ran");
  }

  private replace(network: Network | undefined, graph?: GraphNetwork): void {
    this.runs.clear();
    this.network?.parameters.dispose();
    this.graph?.dispose();
    this.network = network;
    this.graph = graph;
  }

  private step(step: string): void {
    this.tell({ kind: "progress", progress: { step } });
  }

  private runOf(handle: number): RunOf {
    return { network: this.loaded(), run: this.runs.get(handle) };
  }

  private loaded(): Network {
    if (this.network) return this.network;
    if (this.graph) {
      throw new ReadableError({
        what: "This can't be asked of a graph model",
        expected: "a network that is built from its configuration, as YOLOv5's checkpoints are",
      });
    }
    throw new ReadableError({ what: "No network is loaded", todo: "Load one first" });
  }
}
