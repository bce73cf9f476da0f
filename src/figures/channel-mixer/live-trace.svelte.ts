/** The trace with the edits of the moment, kept up to date for as long as a component stands. */

import type { ReadableError, SEEdits, Trace } from "../../trace/index.ts";
import { type Answer, Live, type MixerRerun } from "./live.ts";

/** What is followed. */
export interface Followed {
  readonly trace: Trace;
  readonly edits: SEEdits;
  /** Undefined where nothing runs the network. */
  readonly rerun: MixerRerun | undefined;
}

/** Follows edits. */
export class LiveTrace {
  private answer = $state.raw<Answer>();
  private readonly live = new Live((told) => {
    this.answer = told;
  });
  private readonly look: () => Followed;
  private readonly edited = $derived.by(() => Object.keys(this.look().edits).length > 0);
  private readonly current = $derived.by(() =>
    this.edited && this.answer?.wish.trace === this.look().trace ? this.answer : undefined,
  );

  /** The newest there is; the trace itself without edits. Undefined while it is awaited, or nothing runs. */
  readonly after = $derived.by(() => {
    const { trace, rerun } = this.look();
    return this.edited ? this.current?.trace : rerun && trace;
  });

  /** To be made while a component is: it runs for as long as that stands. */
  constructor(look: () => Followed) {
    this.look = look;
    $effect(() => {
      this.ask();
    });
    $effect(() => () => {
      this.live.end();
    });
  }

  /** Why the newest run failed. */
  get problem(): ReadableError | undefined {
    return this.current?.problem;
  }

  /** Runs once more. */
  ask(): void {
    const { trace, edits, rerun } = this.look();
    this.live.want(rerun && this.edited ? { trace, edits, rerun } : undefined);
  }
}
