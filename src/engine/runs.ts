/** The runs that can still be asked: what each left on the device and as plain numbers. */

import type { HeadLogits, Kept, Plan } from "../network/index.ts";
import { decodeHeads } from "../network/index.ts";
import {
  type ChannelWeights,
  type Detection,
  type LayerKey,
  type Letterbox,
  ReadableError,
} from "../trace/index.ts";
import type { RunResult } from "./door.ts";
import type { Downloaded, Input, WholeMap } from "./download.ts";

/** One run. */
export interface Run {
  readonly kept: Kept;
  readonly input: Input;
  readonly letterbox: Letterbox;
  /** Size of the photograph. */
  readonly photo: { readonly width: number; readonly height: number };
  readonly channelWeights: ReadonlyMap<LayerKey, ChannelWeights>;
  /** Candidates of each head, in the order of the plan. */
  readonly heads: readonly (readonly Detection[])[];
  readonly milliseconds: number;
  /** Maps read last, by layer index, so that a second channel costs nothing. */
  readonly maps: Map<number, WholeMap>;
}

/** Most candidates that a run gives; far more than NMS ever keeps. */
const mostCandidates = 3000;

/** Returns a run of what was downloaded; what a rerun did not compute is as in the run `before` it. */
export function makeRun(
  plan: Plan,
  { kept, logits, channelWeights }: Downloaded,
  {
    before,
    ...rest
  }: Pick<Run, "input" | "letterbox" | "photo" | "milliseconds"> & { readonly before?: Run },
): Run {
  const { letterbox, photo } = rest;
  const byHead: (HeadLogits | undefined)[] = plan.heads.map(() => undefined);
  kept.heads.forEach((head, k) => (byHead[head] = logits[k]));
  const decoded = decodeHeads(plan, byHead, { letterbox, photo });
  return {
    ...rest,
    kept,
    channelWeights: new Map([...(before?.channelWeights ?? []), ...channelWeights]),
    heads: decoded.map((found, head) => found ?? before?.heads[head] ?? []),
    maps: new Map(),
  };
}

/** Holds runs by number and frees them. */
export class Runs {
  private readonly runs = new Map<number, Run>();
  private last = 0;

  /** Takes a run. Returns what the page is told of it. */
  add(run: Run): RunResult {
    const handle = ++this.last;
    this.runs.set(handle, run);
    const candidates = run.heads.flat().sort((a, b) => b.confidence - a.confidence);
    return {
      handle,
      letterbox: run.letterbox,
      edits: run.kept.edits,
      candidates: candidates.slice(0, mostCandidates),
      channelWeights: [...run.channelWeights],
      milliseconds: run.milliseconds,
    };
  }

  /** Returns a run. Throws a ReadableError where it was freed. */
  get(handle: number): Run {
    const run = this.runs.get(handle);
    if (run) return run;
    throw new ReadableError({ what: "The run was released", todo: "Run the network again" });
  }

  /** Frees a run. Safe to call twice. */
  release(handle: number): void {
    this.runs.get(handle)?.kept.dispose();
    this.runs.delete(handle);
  }

  /** Frees all runs. */
  clear(): void {
    for (const handle of [...this.runs.keys()]) this.release(handle);
  }
}
