/** The page's side of the engine: loads, runs one photograph at a time, restarts what breaks. */

import { proxy } from "comlink";
import {
  type FeatureMapRequest,
  type FeatureMaps,
  type LayerKey,
  type Model,
  type OnProgress,
  type Photo,
  ReadableError,
  type Trace,
  readable,
} from "../trace/index.ts";
import type { BackendWish } from "./backend.ts";
import { type Connection, type RemoteCore, connect } from "./connection.ts";
import type { ModelFiles, RunResult } from "./core.ts";
import { fetchModel } from "./fetch-model.ts";
import { type EngineStatus, initialStatus } from "./status.ts";
import { makeTrace } from "./trace.ts";

/** How a photograph is run. */
export interface InspectOptions {
  /** Side of the square input in pixels, a multiple of the largest stride. */
  readonly size?: number;
  readonly signal?: AbortSignal;
}

/** Where a network comes from: a folder to download, or its two files. */
export type ModelSource = { readonly url: string } | ModelFiles;

/** Runs the network; made by `startEngine`. */
export class Engine {
  private current: EngineStatus;
  private readonly listeners = new Set<(status: EngineStatus) => void>();
  private connection: Promise<Connection>;
  /** Counts the Cores: a run's handle is only good in the Core that made it. */
  private generation = 0;
  private files: ModelFiles | undefined;
  private model: Model | undefined;
  private newest: AbortController | undefined;
  private restarts = 0;

  constructor(wish: BackendWish) {
    this.current = initialStatus(wish);
    this.connection = this.open(wish);
    this.connection.catch(() => undefined);
  }

  /** What the engine is doing now. */
  get status(): EngineStatus {
    return this.current;
  }

  /** Calls the listener now and on every change. Returns a function that ends it. */
  watch(listener: (status: EngineStatus) => void): () => void {
    this.listeners.add(listener);
    listener(this.current);
    return () => {
      this.listeners.delete(listener);
    };
  }

  /**
   * Loads a network; traces of the one before keep their numbers and lose their feature maps.
   * Rejects with a ReadableError; the network before then stays, and the call can be made again.
   */
  async load(source: ModelSource, onProgress?: OnProgress): Promise<Model> {
    const report: OnProgress = (progress) => {
      this.tell({ state: "loading", progress });
      onProgress?.(progress);
    };
    try {
      const files = "url" in source ? await fetchModel(source.url, report) : source;
      const model = await this.ask((core) => core.load(files, proxy(report)));
      this.files = files;
      this.model = model;
      this.generation++;
      this.tell({ state: "ready", progress: undefined });
      return model;
    } catch (error) {
      this.tell({ state: this.model ? "ready" : "failed", progress: undefined });
      throw readable(error, "The network could not be loaded");
    }
  }

  /**
   * Runs the network on a photograph. A newer call cancels this one, which then rejects with an AbortError.
   * Rejects with a ReadableError where it fails even after a restart.
   */
  async inspect(photo: Photo, { size = 640, signal }: InspectOptions = {}): Promise<Trace> {
    this.newest?.abort(new DOMException("A newer photograph took its place", "AbortError"));
    const mine = (this.newest = new AbortController());
    const stop = (): void => {
      mine.abort(signal?.reason ?? new DOMException("Cancelled", "AbortError"));
    };
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted) stop();
    this.tell({ state: "running", progress: { step: `Running the network on ${photo.name}` } });
    try {
      const run = this.ask((core) => core.inspect(photo, size));
      const result = await orAborted(run, mine.signal, (late) => void this.free(late.handle));
      return this.traceOf(result, { photo, size });
    } catch (error) {
      if (mine.signal.aborted) throw mine.signal.reason;
      throw readable(error, `The network could not be run on ${photo.name}`);
    } finally {
      signal?.removeEventListener("abort", stop);
      if (this.newest === mine) this.tell({ state: "ready", progress: undefined });
    }
  }

  /** Changes the backend: starts anew, loads the same network again. Traces stay good. */
  async useBackend(wish: BackendWish): Promise<void> {
    this.tell({ ...initialStatus(wish), state: "starting" });
    this.restarts = 0;
    await this.replace(wish);
  }

  /** Returns how many tensors live, for tests. */
  async tensors(): Promise<number> {
    return this.ask((core) => core.tensors());
  }

  /** Ends the engine's worker. Nothing can be asked afterwards. */
  async dispose(): Promise<void> {
    this.newest?.abort(new DOMException("The engine was closed", "AbortError"));
    this.listeners.clear();
    (await this.connection).close();
  }

  /** Breaks the Core as a lost graphics context would; for tests. */
  async break(): Promise<void> {
    const connection = await this.connection;
    connection.close();
    connection.kill("the graphics context was lost");
  }

  private async open(wish: BackendWish): Promise<Connection> {
    try {
      const connection = await connect(wish);
      const { backend, why, threads } = connection.choice;
      this.tell({ backend, why, threads, place: connection.place });
      return connection;
    } catch (error) {
      if (wish !== "wasm") return this.open("wasm");
      const failed = new ReadableError(
        {
          what: "The network can't run in this browser",
          expected: "WebGL 2 or WebAssembly",
          found: error instanceof Error ? error.message : String(error),
          todo: "Try a recent Chrome, Edge, Firefox or Safari",
        },
        { cause: error },
      );
      this.tell({ state: "failed", notice: failed.message });
      throw failed;
    }
  }

  /** Asks the Core; where it died under the question, starts a new one and asks once more. */
  private async ask<T>(question: (core: RemoteCore) => Promise<T>): Promise<T> {
    for (;;) {
      const asked = this.connection;
      const { core, died } = await asked;
      let dead = false;
      const death = died.catch((error: unknown) => {
        dead = true;
        throw error;
      });
      death.catch(() => undefined);
      try {
        return await Promise.race([question(core), death]);
      } catch (error) {
        if (!dead && !outOfMemory(error)) throw error;
        // Another question may have restarted it already.
        if (this.connection === asked) await this.restart(error);
      }
    }
  }

  private async restart(reason: unknown): Promise<void> {
    this.restarts++;
    const why = reason instanceof Error ? reason.message : String(reason);
    if (this.restarts > 3) {
      throw new ReadableError({
        what: "The network stopped again and again",
        found: why,
        todo: "Reload the page",
      });
    }
    const wish = this.restarts > 1 ? "wasm" : this.current.wish;
    const next = wish === "wasm" && this.current.backend === "webgl" ? " on WebAssembly" : "";
    this.tell({
      state: "restarting",
      notice: `The network stopped (${why}) and was started again${next}.`,
    });
    await this.replace(wish);
  }

  private async replace(wish: BackendWish): Promise<void> {
    const old = this.connection;
    old.then(
      (connection) => {
        connection.close();
      },
      () => undefined,
    );
    this.generation++;
    this.connection = this.open(wish).then(async (connection) => {
      if (this.files) await Promise.race([connection.core.load(this.files), connection.died]);
      return connection;
    });
    this.connection.catch(() => undefined);
    await this.connection;
    this.tell({ state: this.newest && !this.newest.signal.aborted ? this.current.state : "ready" });
  }

  private traceOf(result: RunResult, { photo, size }: { photo: Photo; size: number }): Trace {
    const { model, files } = this;
    if (!model) throw new Error("a run without a network");
    let { handle } = result;
    let born = this.generation;
    let released = false;
    const fetchMaps = async (layer: LayerKey, request: FeatureMapRequest): Promise<FeatureMaps> => {
      if (released)
        throw new ReadableError({
          what: "The feature maps were released",
          todo: "Run the network again",
        });
      if (born !== this.generation) {
        if (this.files !== files) {
          throw new ReadableError({
            what: "The feature maps went with the network they came from",
            todo: "Run this network on the photograph again",
          });
        }
        // The Core that had the maps is gone; the same run gives them again.
        born = this.generation;
        ({ handle } = await this.ask((core) => core.inspect(photo, size)));
      }
      const { channels, at = "output" } = request;
      return this.ask((core) =>
        core.featureMaps({ handle, layer, at, ...(channels ? { channels } : {}) }),
      );
    };
    return makeTrace({
      model,
      photo,
      result,
      backend: this.current.backend ?? "wasm",
      fetchMaps,
      release: () => {
        if (!released && born === this.generation) void this.free(handle);
        released = true;
      },
    });
  }

  private async free(handle: number): Promise<void> {
    try {
      await this.ask((core) => core.release(handle));
    } catch {
      // The Core is gone, and the handle with it.
    }
  }

  private tell(change: Partial<EngineStatus>): void {
    this.current = { ...this.current, ...change };
    for (const listener of this.listeners) listener(this.current);
  }
}

/** Returns an engine; it starts at once and needs a network loaded into it. */
export function startEngine({ backend = "auto" }: { readonly backend?: BackendWish } = {}): Engine {
  return new Engine(backend);
}

/** Returns the work's value, or rejects as soon as the signal aborts; a value that comes later is handed to `late`. */
async function orAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
  late: (value: T) => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error);
      work.then(late, () => undefined);
    };
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", stop);
    });
  });
}

function outOfMemory(error: unknown): boolean {
  return (
    error instanceof Error &&
    /out of memory|OUT_OF_MEMORY|CONTEXT_LOST|context lost|Failed to compile|allocat/i.test(
      error.message,
    )
  );
}
