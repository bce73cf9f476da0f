/** The runs that can still be asked: what each left on the device and as plain numbers. */

import type { HeadLogits, Kept } from "../network/index.ts";
import { decodeHeads } from "../network/index.ts";
import {
  type ChannelWeights,
  type Detection,
  type HeadScale,
  type LayerKey,
  type Letterbox,
  ReadableError,
} from "../trace/index.ts";
import type { RunResult } from "./door.ts";
import type { Downloaded, Input, Network, WholeMap } from "./download.ts";

/** One run. */
export interface Run {
  /** What made it. */
  readonly network: Network;
  readonly kept: Kept;
  readonly input: Input;
  readonly letterbox: Letterbox;
  /** Size of the photograph. */
  readonly photo: { readonly width: number; readonly height: number };
  readonly channelWeights: ReadonlyMap<LayerKey, ChannelWeights>;
  /** Candidates of each head, in the order of the plan. */
  readonly heads: readonly (readonly Detection[])[];
  readonly milliseconds: number;
  /** What of it is other than in the run before; undefined where all is told. */
  readonly changed: Changed | undefined;
  /** Maps read last, by layer index, so that a second channel costs nothing. */
  readonly maps: Map<number, WholeMap>;
}

/** What a rerun computed. */
export interface Changed {
  readonly heads: ReadonlySet<HeadScale>;
  readonly layers: ReadonlySet<LayerKey>;
}

/** Most candidates that a run gives; far more than NMS ever keeps. */
const mostCandidates = 3000;

/** Returns a run of what was downloaded; what a rerun did not compute is as in the run `before` it. */
export function makeRun(
  network: Network,
  { kept, logits, channelWeights }: Downloaded,
  {
    before,
    ...rest
  }: Pick<Run, "input" | "letterbox" | "photo" | "milliseconds"> & { readonly before?: Run },
): Run {
  const { plan } = network;
  const { letterbox, photo } = rest;
  const byHead: (HeadLogits | undefined)[] = plan.heads.map(() => undefined);
  kept.heads.forEach((head, k) => (byHead[head] = logits[k]));
  const decoded = decodeHeads(plan, byHead, { letterbox, photo });
  const heads = decoded.map((found, head) => found ?? before?.heads[head] ?? []);
  // Of a run whose candidates were cut off nobody knows which of the others would be left.
  const whole = [heads, before?.heads ?? []].every((all) => all.flat().length <= mostCandidates);
  const scales = kept.heads.flatMap((head) => plan.heads[head]?.scale ?? []);
  return {
    ...rest,
    ...{ network, kept },
    channelWeights: new Map([...(before?.channelWeights ?? []), ...channelWeights]),
    heads,
    changed:
      before && whole
        ? { heads: new Set(scales), layers: new Set(channelWeights.map(([key]) => key)) }
        : undefined,
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
    const { changed } = run;
    const candidates = run.heads
      .flat()
      .filter(({ headScale }) => changed?.heads.has(headScale) ?? true)
      .sort((a, b) => b.confidence - a.confidence);
    return {
      handle,
      ...(changed && { heads: [...changed.heads] }),
      letterbox: run.letterbox,
      edits: run.kept.edits,
      candidates: candidates.slice(0, mostCandidates),
      channelWeights: [...run.channelWeights].filter(([key]) => changed?.layers.has(key) ?? true),
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

  /** Frees all runs of a network. */
  clear(network: Network): void {
    for (const [handle, run] of [...this.runs]) if (run.network === network) this.release(handle);
  }
}
