/** The page's side of the engine: loads a network, runs photographs, restarts what breaks. */

import {
  type Architecture,
  type CostOptions,
  type Model,
  type ModelCosts,
  type OnProgress,
  type Photo,
  type SEEdits,
  type SETimes,
  ReadableError,
  type Trace,
  readable,
} from "../trace/index.ts";
import type { BackendWish } from "./backend.ts";
import { type Turn, makeTurn } from "./cancel.ts";
import { connect } from "./connection.ts";
import type { AnyModelFiles, ArchitectureOptions } from "./door.ts";
import { aborted, isAbort } from "./errors.ts";
import { fetchModel } from "./fetch-model.ts";
import { Keeper } from "./keeper.ts";
import type {
  EngineOptions,
  InspectOptions,
  JobOptions,
  ModelSource,
  TimeWithoutOptions,
} from "./options.ts";
import { Runner } from "./runner.ts";
import { type EngineStatus, StatusBoard } from "./status.ts";

/** As often as the keeper starts a Core again: the last time on WebAssembly. */
const mostTries = 3;

/** Runs the network; made by `startEngine`. */
export class Engine {
  private readonly board: StatusBoard;
  private readonly keeper: Keeper;
  private readonly size: number;
  private network: { readonly files: AnyModelFiles; readonly model: Model } | undefined;
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
        if (this.network) await core.load(this.network.files);
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
      model: () => this.network?.model,
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
   * Loads a network; traces of the one before keep their numbers and lose their feature maps.
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
      const model = await this.loadInto(files);
      // The Core has it, also where a newer call is on its way.
      this.network = { files, model };
      this.board.change({ loaded: true, core: "up" });
      mine.signal.throwIfAborted();
      return model;
    } catch (error) {
      if (mine.signal.aborted) throw mine.signal.reason;
      if (isAbort(error)) throw error;
      const told = readable(error, "The network could not be loaded");
      if (!this.network) this.board.change({ core: "failed", notice: told.message });
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
   * Runs the network on a photograph. A newer call cancels this one, which then rejects with an AbortError.
   * Rejects with a ReadableError where it fails even after a restart, or with the signal's reason.
   */
  async inspect(photo: Photo, { size = this.size, signal }: InspectOptions = {}): Promise<Trace> {
    return this.runner.inspect(photo, { size, ...(signal && { signal }) });
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
    return this.keeper.ask(({ core }) => core.costs(options));
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

  /** Loads into the Core; files that break one after the other are refused, and the network before stays. */
  private async loadInto(files: AnyModelFiles): Promise<Model> {
    let tries = 0;
    return this.keeper.ask(({ core }) => {
      if (++tries <= mostTries) return core.load(files);
      // What stands now was started anew and has shown that it runs.
      this.keeper.succeeded();
      throw new ReadableError({
        what: "This network stopped the engine each time it was tried",
        todo: "It may need more memory than there is here; try a smaller one",
      });
    });
  }

  private readonly showProgress: OnProgress = (progress) => {
    this.board.change({ progress });
  };
}

/** Returns an engine; it starts at once and needs a network loaded into it. */
export function startEngine(options: EngineOptions = {}): Engine {
  return new Engine(options);
}
