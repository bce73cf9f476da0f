/** Marks that a running cell leaves, so that a page that did not survive it comes back with it switched off. */

/** The part of Storage that marks need. */
export type MarkStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** What marks stand on. */
export interface MarksOptions {
  /** Lives as long as the tab, reloads included. */
  readonly session: MarkStorage | undefined;
  /** Lives on when the tab is closed. */
  readonly local: MarkStorage | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls back once the page has had a turn. */
  readonly afterTurn: (callback: () => void) => void;
}

/** A younger mark of another tab may be of a cell that runs there this moment, in milliseconds. */
const young = 5000;

/** Marks of the notebooks of this page. Where nothing can be stored, nothing is known and nothing is switched off. */
export class RunMarks {
  private readonly open = new Map<string, number>();

  private readonly options: MarksOptions;

  constructor(options: MarksOptions) {
    this.options = options;
  }

  /**
   * Returns the cells of a notebook that are switched off: those that were stopped, and the one that ran when an
   * earlier page died. Asked before the first cell of the notebook runs.
   */
  switchedOff(notebook: string): ReadonlySet<number> {
    const { session, local, now } = this.options;
    const off = new Set(this.list(offKey(notebook)));
    const mark = read(session, runningKey(notebook)) ?? read(local, runningKey(notebook));
    const own = read(session, runningKey(notebook)) !== undefined;
    if (isMark(mark) && !this.open.has(notebook) && (own || now() - mark.time > young)) {
      off.add(mark.cell);
      this.write(offKey(notebook), [...off]);
      this.write(diedKey(notebook), [...this.died(notebook), mark.cell]);
      this.clear(notebook);
    }
    return off;
  }

  /** Switches a cell off or on; remembered. */
  switch(notebook: string, { id, off }: { readonly id: number; readonly off: boolean }): void {
    const others = this.list(offKey(notebook)).filter((other) => other !== id);
    this.write(offKey(notebook), off ? [...others, id] : others);
    const died = this.died(notebook);
    if (died.delete(id)) this.write(diedKey(notebook), [...died]);
  }

  /** Returns those of the cells that are switched off that ran when a page died; the others were stopped. */
  died(notebook: string): Set<number> {
    return new Set(this.list(diedKey(notebook)));
  }

  /** Runs a cell's function under its mark, which goes when the page has had a turn. Returns what it returns. */
  during<T>({ notebook, id }: { readonly notebook: string; readonly id: number }, run: () => T): T {
    this.write(runningKey(notebook), { cell: id, time: this.options.now() });
    const count = (this.open.get(notebook) ?? 0) + 1;
    this.open.set(notebook, count);
    this.options.afterTurn(() => {
      // A cell that began later has written its own mark over this one.
      if (this.open.get(notebook) === count) this.clear(notebook);
    });
    return run();
  }

  /** Takes the marks of this page away: it is left while it is well. */
  leave(): void {
    for (const notebook of this.open.keys()) this.clear(notebook);
  }

  private clear(notebook: string): void {
    this.open.delete(notebook);
    for (const storage of [this.options.session, this.options.local]) {
      quietly(() => storage?.removeItem(runningKey(notebook)));
    }
  }

  private list(key: string): readonly number[] {
    const { session, local } = this.options;
    const list = read(local, key) ?? read(session, key);
    return Array.isArray(list) ? list.filter((id) => typeof id === "number") : [];
  }

  private write(key: string, value: unknown): void {
    for (const storage of [this.options.session, this.options.local]) {
      quietly(() => storage?.setItem(key, JSON.stringify(value)));
    }
  }
}

let ofPage: RunMarks | undefined;

/** Returns the marks of this page, in the browser's own storage. */
export function pageMarks(): RunMarks {
  if (ofPage) return ofPage;
  const marks = new RunMarks({
    session: quietly(() => sessionStorage),
    local: quietly(() => localStorage),
    now: () => Date.now(),
    afterTurn: (callback) => void setTimeout(callback),
  });
  addEventListener("pagehide", () => {
    marks.leave();
  });
  return (ofPage = marks);
}

const runningKey = (notebook: string): string => `se-lens:running:${notebook}`;
const offKey = (notebook: string): string => `se-lens:off:${notebook}`;
const diedKey = (notebook: string): string => `se-lens:died:${notebook}`;

function read(storage: MarkStorage | undefined, key: string): unknown {
  return quietly((): unknown => {
    const text = storage?.getItem(key) ?? undefined;
    return text === undefined ? undefined : JSON.parse(text);
  });
}

function isMark(value: unknown): value is { readonly cell: number; readonly time: number } {
  if (typeof value !== "object" || value === null) return false;
  if (!("cell" in value) || !("time" in value)) return false;
  return typeof value.cell === "number" && typeof value.time === "number";
}

/** Storage may be denied or full: then there are no marks. */
function quietly<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
