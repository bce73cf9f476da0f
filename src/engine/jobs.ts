/** Lets one job at a time into the Core, shows what runs and cancels it. */

import { readable } from "../trace/index.ts";
import { type Turn, orAborted } from "./cancel.ts";
import type { Connection } from "./connection.ts";
import { isAbort } from "./errors.ts";
import type { Keeper } from "./keeper.ts";
import type { StatusBoard } from "./status.ts";

/** What is asked of the Core. */
export interface Job<T> {
  /** What is shown while it runs: "Running the network on cat.jpg". */
  readonly step: string;
  /** What a person reads where it fails: "The network could not be run on cat.jpg". */
  readonly failure: string;
  /** Asks; called again where the Core breaks under it. */
  ask(connection: Connection): Promise<T>;
  /** Frees an answer that came after the job was cancelled. */
  late?(answer: T): void;
}

/** A queue of jobs. */
export class Jobs {
  private readonly keeper: Keeper;
  private readonly board: StatusBoard;
  private readonly turns = new Set<Turn>();
  /** Settles when the job before has ended. */
  private idle: Promise<unknown> = Promise.resolve();

  constructor(keeper: Keeper, board: StatusBoard) {
    this.keeper = keeper;
    this.board = board;
  }

  /** Returns the Core's answer. Rejects with the turn's reason, or a ReadableError. */
  async run<T>(turn: Turn, { step, failure, ask, late }: Job<T>): Promise<T> {
    const show = (): void => {
      this.board.change({ running: true, progress: { step } });
    };
    this.turns.add(turn);
    show();
    const work = this.idle.then(() =>
      this.keeper.ask(async (connection) => {
        turn.signal.throwIfAborted();
        show();
        return ask(connection);
      }),
    );
    this.idle = work.catch(() => undefined);
    try {
      const answer = await orAborted(work, turn.signal, late);
      this.keeper.succeeded();
      return answer;
    } catch (error) {
      if (turn.signal.aborted) throw turn.signal.reason;
      if (isAbort(error)) throw error;
      throw readable(error, failure);
    } finally {
      turn.end();
      this.turns.delete(turn);
      if (this.turns.size === 0) this.board.change({ running: false, progress: undefined });
    }
  }

  /** Cancels every job. */
  cancel(reason: unknown): void {
    for (const turn of this.turns) turn.cancel(reason);
  }
}
