/** Runs edits as they change: the newest wins, one is in flight, and what came is freed when the next one is there. */

import { type ReadableError, readable, type SEEdits, type Trace } from "../../trace/index.ts";

/**
 * How a figure has the network run again. The first value of what comes back is the trace, which is freed by
 * `return`; a cell's own `rerun` is one.
 */
export type MixerRerun = (trace: Trace, edits: SEEdits) => AsyncIterator<Trace, unknown>;

/** What is wanted: edits on a trace. */
export interface Wish {
  readonly trace: Trace;
  readonly edits: SEEdits;
  readonly rerun: MixerRerun;
}

/** What came of a wish. */
export interface Answer {
  readonly wish: Wish;
  readonly trace?: Trace;
  readonly problem?: ReadableError;
}

interface Held {
  readonly trace: Trace;
  free(): void;
}

/** Follows wishes, one run at a time. */
export class Live {
  private readonly tell: (answer: Answer | undefined) => void;
  private newest: Wish | undefined;
  private running = false;
  private held: Held | undefined;
  private ended = false;

  /** `tell` is told of every answer to what was the newest wish when it was asked, and undefined for none. */
  constructor(tell: (answer: Answer | undefined) => void) {
    this.tell = tell;
  }

  /** Wants this now and nothing that was wanted before; undefined wants nothing. */
  want(wish: Wish | undefined): void {
    this.newest = wish;
    if (!wish) this.show(undefined, undefined);
    else if (!this.running) void this.run();
  }

  /** Frees what it has and tells nothing any more. */
  end(): void {
    this.ended = true;
    this.newest = undefined;
    this.held?.free();
    this.held = undefined;
  }

  private async run(): Promise<void> {
    this.running = true;
    let wish = this.newest;
    while (wish) {
      const answer = await ask(wish);
      // What is wanted now may be nothing, or of another trace: then nobody waits for this.
      const stale = this.ended || this.newest?.trace !== wish.trace;
      if (stale) answer.held?.free();
      else this.show({ wish, ...answer.told }, answer.held);
      wish = this.newest === wish ? undefined : this.newest;
    }
    this.running = false;
  }

  private show(answer: Answer | undefined, held: Held | undefined): void {
    const before = this.held;
    this.held = held;
    if (!this.ended) this.tell(answer);
    before?.free();
  }
}

async function ask({ trace, edits, rerun }: Wish): Promise<{
  readonly told: Pick<Answer, "trace" | "problem">;
  readonly held: Held | undefined;
}> {
  let run: AsyncIterator<Trace, unknown> | undefined;
  const free = (): void => void run?.return?.();
  try {
    run = rerun(trace, edits);
    const { value, done } = await run.next();
    if (done) throw new Error("it gave no trace");
    return { told: { trace: value }, held: { trace: value, free } };
  } catch (error) {
    free();
    return {
      told: { problem: readable(error, "The network could not be run with these weights") },
      held: undefined,
    };
  }
}
