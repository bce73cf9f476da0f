/** Runs photographs, and again from edited SE layers: one job at a time in the Core, each a trace. */

import {
  type Model,
  type Photo,
  ReadableError,
  type SEEdits,
  type SETimes,
  type Trace,
} from "../trace/index.ts";
import { type Turn, makeTurn } from "./cancel.ts";
import { completed } from "./complete.ts";
import type { Connection } from "./connection.ts";
import type { Door, RunResult, TimeOptions } from "./door.ts";
import { aborted } from "./errors.ts";
import { Home, free } from "./home.ts";
import { Jobs } from "./jobs.ts";
import type { Keeper } from "./keeper.ts";
import type { LoadedNetworks } from "./loaded.ts";
import type { JobOptions, TimeWithoutOptions } from "./options.ts";
import type { StatusBoard } from "./status.ts";
import { timesOf } from "./times.ts";
import { mapsOf } from "./trace-maps.ts";
import { makeTrace } from "./trace.ts";

/** What a runner stands on. */
export interface RunnerTools {
  readonly keeper: Keeper;
  readonly board: StatusBoard;
  /** Each network by its description; the same object as long as it is the same network. */
  readonly networks: LoadedNetworks;
}

/** What is asked of the Core about a trace's run. */
export interface Question<T> extends JobOptions {
  /** What is shown while it is answered. */
  readonly step: string;
  /** What a person reads where it fails. */
  readonly failure: string;
  question(core: Door, handle: number): Promise<T>;
}

/** Which network runs, at which size. */
export interface InspectRequest extends JobOptions {
  readonly model: Model;
  readonly size: number;
  /** Whether the network was named: such a run cancels none, and none cancels it. */
  readonly beside: boolean;
}

interface Done {
  readonly connection: Connection;
  readonly result: RunResult;
}

/** Makes traces; the Engine says what each method does. */
export class Runner {
  private readonly tools: RunnerTools;
  private readonly jobs: Jobs;
  private readonly homes = new WeakMap<Trace, Home>();
  /** The newest photograph for which no network was named. */
  private newest: Turn | undefined;

  constructor(tools: RunnerTools) {
    this.tools = tools;
    this.jobs = new Jobs(tools.keeper, tools.board);
  }

  /** Returns the trace of a photograph; cancels the one before, unless its network is named. */
  async inspect(photo: Photo, { size, model, signal, beside }: InspectRequest): Promise<Trace> {
    const mine = makeTurn(signal);
    if (!beside) {
      this.newest?.cancel(aborted("A newer photograph took its place"));
      this.newest = mine;
    }
    const done = await this.jobs.run(mine, {
      step: `Running the network on ${photo.name}`,
      failure: `The network could not be run on ${photo.name}`,
      ask: async (connection) => ({
        connection,
        result: await connection.core.inspect(photo, {
          ...{ network: this.tools.networks.get(model).id, size },
          edits: {},
        }),
      }),
      late: freeLate,
    });
    return this.traceOf(done, { photo, size, model });
  }

  /** Returns the trace with SE layers edited. */
  async rerun(trace: Trace, edits: SEEdits, { signal }: JobOptions): Promise<Trace> {
    const home = this.homeOf(trace);
    const { photo, size } = home.origin;
    const layers = Object.keys(edits).join(", ") || "nothing";
    const done = await this.jobs.run(makeTurn(signal), {
      step: `Running the network again from ${layers} on`,
      failure: `The network could not be run again on ${photo.name}`,
      ask: async (connection) => ({
        connection,
        result: await home.use(connection, (handle) => connection.core.rerun(handle, edits)),
      }),
      late: freeLate,
    });
    const result = completed(done.result, trace);
    return this.traceOf({ ...done, result }, { photo, size, model: trace.model });
  }

  /** Returns measured times of passes with and without the SE layers. */
  async timeWithout(
    trace: Trace,
    { runs = 10, signal, onProgress }: TimeWithoutOptions,
  ): Promise<SETimes> {
    const home = this.homeOf(trace);
    const { size } = home.origin;
    let first: Connection | undefined;
    const time = (options: TimeOptions): Promise<number> =>
      this.jobs.run(makeTurn(signal), {
        step: "Timing the network with and without SE",
        failure: "The network could not be timed",
        ask: async (connection) => {
          if ((first ??= connection) !== connection) {
            throw new ReadableError({
              what: "The backend changed while the network was timed",
              todo: "Measure again",
            });
          }
          return home.use(connection, (handle) => connection.core.time(handle, options));
        },
      });
    const times = await timesOf(time, { runs, ...(onProgress && { onProgress }) });
    return { backend: first?.choice.backend ?? "", input: size, ...times };
  }

  /**
   * Returns the Core's answer to one question about a trace's run. Long work asks many short ones, between which
   * other jobs have their turn.
   */
  async ask<T>(trace: Trace, { step, failure, signal, question }: Question<T>): Promise<T> {
    const home = this.homeOf(trace);
    return this.jobs.run(makeTurn(signal), {
      ...{ step, failure },
      ask: (connection) => home.use(connection, (handle) => question(connection.core, handle)),
    });
  }

  /** Cancels whatever runs or waits. */
  cancel(reason: unknown): void {
    this.jobs.cancel(reason);
  }

  private traceOf(
    { connection, result }: Done,
    { photo, size, model }: { photo: Photo; size: number; model: Model },
  ): Trace {
    const { keeper, networks } = this.tools;
    const { handle, edits } = result;
    const home = new Home(
      { photo, size, edits, network: () => networks.find(model)?.id },
      { connection, handle: Promise.resolve(handle) },
    );
    const maps = mapsOf(keeper, home);
    const trace = makeTrace({ model, photo, result, choice: connection.choice, ...maps });
    this.homes.set(trace, home);
    return trace;
  }

  private homeOf(trace: Trace): Home {
    const home = this.homes.get(trace);
    if (home) return home;
    throw new ReadableError({
      what: "This can't be run again",
      expected: "a trace that this engine made",
      todo: "Run the network on a photograph first",
    });
  }
}

function freeLate({ connection, result }: Done): void {
  free({ connection, handle: Promise.resolve(result.handle) });
}
