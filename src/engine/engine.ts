/** The page's side of the engine: loads, runs one photograph at a time, restarts what breaks. */

import { type Model, type OnProgress, type Photo, type Trace, readable } from "../trace/index.ts";
import type { BackendWish } from "./backend.ts";
import { type Turn, makeTurn, orAborted } from "./cancel.ts";
import { type Connection, connect } from "./connection.ts";
import type { ModelFiles, RunResult } from "./door.ts";
import { aborted, isAbort } from "./errors.ts";
import { fetchModel } from "./fetch-model.ts";
import { Keeper } from "./keeper.ts";
import type { EngineOptions, InspectOptions, ModelSource } from "./options.ts";
import { type EngineStatus, StatusBoard } from "./status.ts";
import { free, mapsOf } from "./trace-maps.ts";
import { makeTrace } from "./trace.ts";

/** Runs the network; made by `startEngine`. */
export class Engine {
  private readonly board: StatusBoard;
  private readonly keeper: Keeper;
  private readonly size: number;
  private network: { readonly files: ModelFiles; readonly model: Model } | undefined;
  private newestLoad: Turn | undefined;
  private newestRun: Turn | undefined;
  /** Settles when the run before has ended: one is in the Core at a time. */
  private idle: Promise<unknown> = Promise.resolve();
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
      const model = await this.keeper.ask(({ core }) => core.load(files));
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
    this.newestRun?.cancel(aborted("A newer photograph took its place"));
    const mine = (this.newestRun = makeTurn(signal));
    const showRun = (): void => {
      const step = `Running the network on ${photo.name}`;
      this.board.change({ running: true, progress: { step } });
    };
    showRun();
    const run = this.idle.then(() =>
      this.keeper.ask(async (connection) => {
        mine.signal.throwIfAborted();
        showRun();
        return { connection, result: await connection.core.inspect(photo, size) };
      }),
    );
    this.idle = run.catch(() => undefined);
    try {
      const done = await orAborted(run, mine.signal, ({ connection, result }) => {
        free({ connection, handle: Promise.resolve(result.handle) });
      });
      this.keeper.succeeded();
      return this.traceOf(done, { photo, size });
    } catch (error) {
      if (mine.signal.aborted) throw mine.signal.reason;
      if (isAbort(error)) throw error;
      throw readable(error, `The network could not be run on ${photo.name}`);
    } finally {
      mine.end();
      if (this.newestRun === mine) this.board.change({ running: false, progress: undefined });
    }
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
    this.newestRun?.cancel(closed);
    this.board.close();
    await this.keeper.close(closed);
  }

  /** Breaks the Core as a lost graphics context would; for tests. */
  async break(): Promise<void> {
    await this.keeper.break("the graphics context was lost");
  }

  private traceOf(
    { connection, result }: { connection: Connection; result: RunResult },
    { photo, size }: { photo: Photo; size: number },
  ): Trace {
    const { network, keeper } = this;
    if (!network) throw new Error("a run without a network");
    const { handle } = result;
    const isLoaded = (): boolean => this.network === network;
    const maps = mapsOf({ keeper, connection, handle, photo, size, isLoaded });
    return makeTrace({ model: network.model, photo, result, choice: connection.choice, ...maps });
  }

  private readonly showProgress: OnProgress = (progress) => {
    this.board.change({ progress });
  };
}

/** Returns an engine; it starts at once and needs a network loaded into it. */
export function startEngine(options: EngineOptions = {}): Engine {
  return new Engine(options);
}
