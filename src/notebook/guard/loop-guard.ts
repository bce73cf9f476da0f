/** Watches the loops of cells that were compiled in the page, and offers to stop one that keeps the page busy. */

import type { BodyGuard } from "../compile/evaluate.ts";
import { ReadableError } from "../../trace/index.ts";

/** Thrown inside a cell that the person stopped. */
export class StoppedError extends ReadableError {}

/** What a guard needs of the page. */
export interface LoopGuardOptions {
  /** Milliseconds, as `performance.now`. */
  readonly now?: () => number;
  /** Asks a question while the page's thread is blocked; true stops the cell. */
  readonly confirm?: (question: string) => boolean;
  /** Calls back once the page has had a turn: promises of cells do not give it one. */
  readonly afterTurn?: (callback: () => void) => void;
  /** What a cell is called in the question. */
  readonly nameOf?: (id: number) => string;
}

/** How long the page may be busy in cells' code before it is asked, in milliseconds, and again after a no. */
const patience = { first: 3000, again: 10_000 };
/** Turns of a loop without a check, at most; and checks without a look at the clock, at most. */
const most = { turns: 63, checks: 32 };

/** Guards the cells of one notebook. */
export class LoopGuard {
  private readonly options: Required<LoopGuardOptions>;
  private readonly listeners = new Set<(id: number) => void>();
  private readonly records = new Map<number, { stopped: boolean }>();
  /** When the page's thread entered cells' code, undefined while it is out of it. */
  private busySince: number | undefined;
  private limit = patience.first;
  private lastLook = 0;
  private turns = 0;
  private checks = 1;
  private left = 1;

  constructor(options: LoopGuardOptions = {}) {
    this.options = {
      now: () => performance.now(),
      confirm: (question) => window.confirm(question),
      afterTurn: pageTurn(),
      nameOf: (id) => `Cell ${String(id)}`,
      ...options,
    };
  }

  /** Returns what compiling a cell needs; functions of an earlier version of the cell stay as they are. */
  forCell = (id: number): BodyGuard => {
    const record = { stopped: false };
    this.records.set(id, record);
    return {
      check: () => {
        if (!record.stopped && --this.left > 0) return this.turns;
        return this.look(id, record);
      },
    };
  };

  /** Lets a stopped cell run again. */
  allow(id: number): void {
    const record = this.records.get(id);
    if (record) record.stopped = false;
  }

  /** Tells when a cell was stopped. Returns a function that ends this. */
  watch(listener: (id: number) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private look(id: number, record: { stopped: boolean }): number {
    if (record.stopped) throw stopped(this.options.nameOf(id));
    const now = this.options.now();
    if (this.busySince === undefined) this.enter(now);
    else if (now - this.busySince >= this.limit) this.ask(id, record);
    else this.adapt(now - this.lastLook);
    this.lastLook = now;
    this.left = this.checks;
    return this.turns;
  }

  private enter(now: number): void {
    this.busySince = now;
    this.options.afterTurn(() => {
      this.busySince = undefined;
      this.limit = patience.first;
      // The next turn of the page may be another, slower loop: it is looked at at once.
      this.left = 1;
      this.turns = 0;
      this.checks = 1;
    });
  }

  private ask(id: number, record: { stopped: boolean }): void {
    const { confirm, now, nameOf } = this.options;
    const name = nameOf(id);
    const seconds = String(Math.round(this.limit / 1000));
    const yes = confirm(
      `${name} has kept the page busy for ${seconds} seconds without a pause.\n\nStop it? (Cancel lets it go on; you are asked again after 10 seconds.)`,
    );
    this.busySince = now();
    // What keeps the page busy after a yes is another cell.
    this.limit = yes ? patience.first : patience.again;
    if (!yes) return;
    record.stopped = true;
    for (const listener of this.listeners) listener(id);
    throw stopped(name);
  }

  /** Looks at the clock about every millisecond, however long a turn of a loop takes. */
  private adapt(since: number): void {
    if (since > 4) {
      this.turns = 0;
      this.checks = 1;
    } else if (since < 0.5) {
      if (this.turns < most.turns) this.turns = this.turns * 2 + 1;
      else this.checks = Math.min(this.checks * 2, most.checks);
    }
  }
}

function stopped(name: string): StoppedError {
  return new StoppedError({
    what: `${name} kept the page busy and was stopped`,
    todo: "Change it, or run it again",
  });
}

/** Returns what calls back as soon as the browser gives the page another turn. */
function pageTurn(): (callback: () => void) => void {
  const channel = new MessageChannel();
  const waiting: (() => void)[] = [];
  channel.port1.onmessage = () => waiting.shift()?.();
  return (callback) => {
    waiting.push(callback);
    channel.port2.postMessage(undefined);
  };
}
