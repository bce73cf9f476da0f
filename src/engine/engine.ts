/** The page's side of the engine: loads a network, runs photographs, restarts what breaks. */

import {
  type Attribution,
  type Architecture,
  type CostOptions,
  type Covering,
  type Detection,
  type Evidence,
  type HeatMap,
  type LayerKey,
  type Model,
  type ModelCosts,
  type OnProgress,
  type Photo,
  type SEEdits,
  type SETimes,
  ReadableError,
  type TargetOf,
  type Trace,
  type WeightSet,
  readable,
} from "../trace/index.ts";
import { ablateChannels } from "./attribute/ablate.ts";
import { gradientAttribution } from "./attribute/gradient.ts";
import { shapleyValues } from "./attribute/shapley.ts";
import { evidenceOf } from "./attribute/subject.ts";
import { valuesUnder } from "./attribute/values-under.ts";
import type { BackendWish } from "./backend.ts";
import { type Turn, makeTurn } from "./cancel.ts";
import { connect } from "./connection.ts";
import type { AnyModelFiles, ArchitectureOptions } from "./door.ts";
import { aborted, isAbort } from "./errors.ts";
import { fetchModel } from "./fetch-model.ts";
import { Keeper } from "./keeper.ts";
import { type LoadedNetwork, LoadedNetworks } from "./loaded.ts";
import type {
  AblateOptions,
  EngineOptions,
  HeatMapOptions,
  InspectOptions,
  JobOptions,
  LayersOptions,
  LongJobOptions,
  ModelSource,
  RandomOptions,
  ShapleyJobOptions,
  TimeWithoutOptions,
} from "./options.ts";
import { Runner } from "./runner.ts";
import { type EngineStatus, StatusBoard } from "./status.ts";
import { cascadeIn, explainedAtRandom, heatMapsOf, valuesCovered } from "./where/ask.ts";
import type { RandomAnswer } from "./where/in-run.ts";

/** As often as the keeper starts a Core again: the last time on WebAssembly. */
const mostTries = 3;

/** Runs the network; made by `startEngine`. */
export class Engine {
  private readonly board: StatusBoard;
  private readonly keeper: Keeper;
  private readonly size: number;
  private readonly networks = new LoadedNetworks();
  private newestLoad: Turn | undefined;
  private readonly runner: Runner;
  private report: OnProgress;

  constructor({ backend: wish = "auto", size = 640 }: EngineOptions) {
    this.size = size;
    this.board = new StatusBoard(wish);
    this.report = this.showProgress;
    this.keeper = new Keeper(wish, {
      connect: (wanted) =>
        connect({ wish: wanted, size }, (progress) => {
          this.report(progress);
        }),
      prepare: async ({ core }) => {
        for (const { id, files } of this.networks.all) await core.load(id, files);
      },
      onUp: ({ choice, place }) => {
        const { backend, why, threads } = choice;
        this.board.change({ core: "up", backend, why, threads, place });
        if (!this.newestLoad) this.board.change({ progress: undefined });
      },
      onBreak: (notice) => {
        this.board.change({ core: "restarting", notice });
      },
      onFail: (notice) => {
        this.board.change({ core: "failed", notice });
      },
    });
    this.runner = new Runner({
      keeper: this.keeper,
      board: this.board,
      networks: this.networks,
    });
  }

  /** What the engine is doing now. */
  get status(): EngineStatus {
    return this.board.status;
  }

  /** Calls the listener now and on every change. Returns a function that ends it. */
  watch(listener: (status: EngineStatus) => void): () => void {
    return this.board.watch(listener);
  }

  /**
   * Loads the network that runs where none is named; traces of the one before keep their numbers and lose
   * their feature maps.
   * Rejects with a ReadableError; the network before then stays, and the call can be made again.
   * A newer call cancels this one, which then rejects with an AbortError.
   */
  async load(source: ModelSource, onProgress?: OnProgress): Promise<Model> {
    this.newestLoad?.cancel(aborted("Another network took its place"));
    const mine = (this.newestLoad = makeTurn());
    const report: OnProgress = (progress) => {
      if (mine.signal.aborted) return;
      this.showProgress(progress);
      onProgress?.(progress);
    };
    this.report = report;
    this.board.change({ loading: true, notice: undefined });
    try {
      const files =
        "url" in source
          ? await fetchModel(source.url, { onProgress: report, signal: mine.signal })
          : source;
      const network = await this.loadInto(files);
      if (mine.signal.aborted) {
        await this.free(network);
        throw mine.signal.reason;
      }
      const before = this.networks.main;
      this.networks.main = network;
      this.board.change({ loaded: true, core: "up" });
      if (before) await this.free(before);
      return network.model;
    } catch (error) {
      if (mine.signal.aborted) throw mine.signal.reason;
      if (isAbort(error)) throw error;
      const told = readable(error, "The network could not be loaded");
      if (!this.networks.main) this.board.change({ core: "failed", notice: told.message });
      throw told;
    } finally {
      if (this.newestLoad === mine) {
        this.newestLoad = undefined;
        this.report = this.showProgress;
        this.board.change({ loading: false, progress: undefined });
      }
    }
  }

  /**
   * Loads another network beside; `inspect` runs it where its description is named, until it is unloaded.
   * Rejects with a ReadableError where the files are wrong or too many networks are loaded, or with the
   * signal's reason.
   */
  async loadBeside(source: ModelSource, { signal }: JobOptions = {}): Promise<Model> {
    const files = "url" in source ? await fetchModel(source.url, { signal }) : source;
    signal?.throwIfAborted();
    this.networks.checkRoom();
    const network = await this.loadInto(files);
    if (signal?.aborted) {
      await this.free(network);
      throw signal.reason;
    }
    this.networks.add(network);
    return network.model;
  }

  /** Frees a network that was loaded beside, and the feature maps of its traces. Safe to call twice. */
  async unload(model: Model): Promise<void> {
    const network = this.networks.remove(model);
    if (network) await this.free(network);
  }

  /**
   * Runs a network on a photograph. A newer call cancels this one, which then rejects with an AbortError, unless
   * either names its network. Rejects with a ReadableError where it fails even after a restart or the network is
   * not loaded, or with the signal's reason.
   */
  async inspect(photo: Photo, options: InspectOptions = {}): Promise<Trace> {
    const { size = this.size, signal, network } = options;
    const { model } = this.networks.get(network);
    return this.runner.inspect(photo, {
      size,
      model,
      beside: network !== undefined,
      ...(signal && { signal }),
    });
  }

  /**
   * Runs again what depends on the edited SE layers, on top of the trace's own edits; an empty edit puts a layer
   * back as trained. Returns a trace of its own; the one given stays as it is. Where that was released the
   * whole network runs again. Reruns wait for each other and don't cancel any. Rejects with a ReadableError
   * for a layer that is no SE layer or an edit that doesn't fit it, or with the signal's reason.
   */
  async rerun(trace: Trace, edits: SEEdits, options: JobOptions = {}): Promise<Trace> {
    return this.runner.rerun(trace, edits, options);
  }

  /**
   * Counts parameters and multiply-adds of the loaded network, in another size or with another reduction
   * ratio where that is asked. Rejects with a ReadableError where such a network can't be built.
   */
  async costs(options: CostOptions = {}): Promise<ModelCosts> {
    const { id } = this.networks.get();
    return this.keeper.ask(({ core }) => core.costs(id, options));
  }

  /**
   * Plans a configuration's text without loading it. Rejects with a ReadableError, whose parts say the line,
   * where the text is no configuration or can't be built.
   */
  async architecture(text: string, options: ArchitectureOptions = {}): Promise<Architecture> {
    return this.keeper.ask(({ core }) => core.architecture(text, options));
  }

  /**
   * Measures forward passes on a trace's photograph with and without the SE layers, in turn, `runs` of each.
   * Rejects with a ReadableError for a wrong count or where the backend changes meanwhile, or with the
   * signal's reason.
   */
  async timeWithout(trace: Trace, options: TimeWithoutOptions = {}): Promise<SETimes> {
    return this.runner.timeWithout(trace, options);
  }

  /**
   * Returns what Detect reads of an SE layer at a detection's cell. Rejects with a ReadableError where the
   * detection's head reads no SE layer, or with the signal's reason, as all that follow do.
   */
  async evidence(trace: Trace, detection: Detection, options: JobOptions = {}): Promise<Evidence> {
    return evidenceOf({ runner: this.runner, trace, detection, ...options });
  }

  /** Returns s times the gradient by s, by TensorFlow.js's own gradients, for every channel of the SE layers. */
  async gradient(
    trace: Trace,
    target: TargetOf,
    options: LayersOptions = {},
  ): Promise<Attribution> {
    return gradientAttribution({ runner: this.runner, trace, ...target, ...options });
  }

  /** Returns what the target's number loses when one channel weight after the other is set to neutral or zero. */
  async ablate(
    trace: Trace,
    target: TargetOf,
    { absent = "neutral", ...options }: AblateOptions = {},
  ): Promise<Attribution> {
    return ablateChannels({ runner: this.runner, trace, absent, ...target, ...options });
  }

  /** Returns Shapley values of every channel, each SE layer a game of its own, with their standard errors. */
  async shapley(
    trace: Trace,
    target: TargetOf,
    options: ShapleyJobOptions = {},
  ): Promise<Attribution> {
    return shapleyValues({ runner: this.runner, trace, ...target, ...options });
  }

  /** Returns the target's number under each of several sets of channel weights, as a rerun would give it. */
  async valuesUnder(
    trace: Trace,
    target: TargetOf,
    { sets, ...options }: LongJobOptions & { readonly sets: readonly WeightSet[] },
  ): Promise<Float64Array> {
    return valuesUnder({ runner: this.runner, trace, sets, ...target, ...options });
  }

  /**
   * Returns heat maps of a layer, one a method. Rejects with a ReadableError for a layer that the detection's head
   * does not read.
   */
  async heatMaps(trace: Trace, target: TargetOf, options: HeatMapOptions): Promise<HeatMap[]> {
    return heatMapsOf({ runner: this.runner, trace, ...target, ...options });
  }

  /** Returns the target's number under each covering of the photograph with grey. */
  async valuesCovered(
    trace: Trace,
    target: TargetOf,
    options: LongJobOptions & { readonly coverings: readonly Covering[] },
  ): Promise<Float32Array> {
    return valuesCovered({ runner: this.runner, trace, ...target, ...options });
  }

  /** Returns the keys of the layers whose parameters `underRandom` draws anew, in that order: Detect first. */
  async cascade(trace: Trace, options: JobOptions = {}): Promise<LayerKey[]> {
    return cascadeIn({ runner: this.runner, trace, ...options });
  }

  /**
   * Returns explanations of the trace's photograph as they are when the first `depth` layers of the cascade have
   * parameters drawn anew; the loaded network keeps its own.
   */
  async underRandom(trace: Trace, target: TargetOf, options: RandomOptions): Promise<RandomAnswer> {
    return explainedAtRandom({ runner: this.runner, trace, ...target, ...options });
  }

  /** Changes the backend: starts anew and loads the same network again. Traces stay good. */
  async useBackend(wish: BackendWish): Promise<void> {
    this.board.restart(wish);
    await this.keeper.use(wish);
  }

  /** Returns how many tensors live, for tests. */
  async tensors(): Promise<number> {
    return this.keeper.ask(({ core }) => core.tensors());
  }

  /** Ends the engine: whatever waits for it rejects with an AbortError, and so does all that is asked later. */
  async dispose(): Promise<void> {
    const closed = aborted("The engine was closed");
    this.newestLoad?.cancel(closed);
    this.runner.cancel(closed);
    this.board.close();
    await this.keeper.close(closed);
  }

  /** Breaks the Core as a lost graphics context would; for tests. */
  async break(): Promise<void> {
    await this.keeper.break("the graphics context was lost");
  }

  /** Loads into the Core; files that break one after the other are refused, and the networks before stay. */
  private async loadInto(files: AnyModelFiles): Promise<LoadedNetwork> {
    const id = this.networks.nextId();
    let tries = 0;
    const model = await this.keeper.ask(({ core }) => {
      if (++tries <= mostTries) return core.load(id, files);
      // What stands now was started anew and has shown that it runs.
      this.keeper.succeeded();
      throw new ReadableError({
        what: "This network stopped the engine each time it was tried",
        todo: "It may need more memory than there is here; try a smaller one",
      });
    });
    return { id, files, model };
  }

  private async free({ id }: LoadedNetwork): Promise<void> {
    await this.keeper.ask(({ core }) => core.unload(id));
  }

  private readonly showProgress: OnProgress = (progress) => {
    this.board.change({ progress });
  };
}

/** Returns an engine; it starts at once and needs a network loaded into it. */
export function startEngine(options: EngineOptions = {}): Engine {
  return new Engine(options);
}
