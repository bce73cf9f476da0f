/** Brings a document's cells to run: compiles what changed, and leaves the others as they stand. */

import { SvelteMap, SvelteSet } from "svelte/reactivity";
import type { CompiledCell } from "../../notebook/compiled.ts";
import { CompileError } from "../../notebook/compile/compile-error.ts";
import type { NotebookCell } from "../../notebook/document/notebook.ts";
import type { CellNames, RunningNotebook } from "../../notebook/run/state.ts";
import { readable } from "../../trace/index.ts";

/** What bringing cells to run stands on. */
export interface RunnerOptions {
  readonly running: RunningNotebook;
  /** Returns a cell as it was compiled when the project was built, where it is still that cell. */
  readonly shipped: (cell: NotebookCell) => CompiledCell | undefined;
  /** Compiles any other cell. */
  readonly compile: (cell: NotebookCell) => Promise<CompiledCell>;
}

const noNames: CellNames = { defined: new SvelteMap(), duplicates: new SvelteMap() };

/** The cells of one page that run. */
export class Runner {
  /** What stands of each cell, by id. */
  readonly compiled = new SvelteMap<number, CompiledCell>();
  /** Why a cell's newest source does not run. */
  readonly mistakes = new SvelteMap<number, CompileError>();
  /** What each cell defines, and what more than one defines. */
  names = $state.raw<CellNames>(noNames);
  private readonly roots = new SvelteMap<number, HTMLDivElement>();
  private readonly asked = new SvelteMap<number, NotebookCell>();
  /** The cells that the runtime has. */
  private readonly live = new SvelteSet<number>();
  private disposed = false;
  private readonly options: RunnerOptions;

  constructor(options: RunnerOptions) {
    this.options = options;
  }

  /** Shows a cell in an element for the first time. */
  attach(cell: NotebookCell, root: HTMLDivElement): void {
    this.roots.set(cell.id, root);
    this.asked.delete(cell.id);
    void this.put(cell);
  }

  /**
   * Brings a cell to run as it is written now; the same as before is left alone. Resolves when it is compiled,
   * whether or not that went well (`mistakes`).
   */
  async put(cell: NotebookCell): Promise<void> {
    const { id } = cell;
    const before = this.asked.get(id);
    if (!this.roots.has(id) || (before && runsTheSame(before, cell))) return;
    this.asked.set(id, cell);
    const ready = this.options.shipped(cell);
    if (ready) this.show(ready);
    else await this.compile(cell);
  }

  /** Returns whether a cell runs as it is written. */
  isCurrent(cell: NotebookCell): boolean {
    const asked = this.asked.get(cell.id);
    return asked !== undefined && runsTheSame(asked, cell);
  }

  /** Runs a cell again, also one that was stopped or switched off. */
  again(id: number): void {
    if (this.live.has(id)) this.options.running.rerun(id);
  }

  /** Ends what a cell does. */
  stop(id: number): void {
    if (this.live.has(id)) this.options.running.stop(id);
  }

  /** Takes away every cell that is not among these. */
  keepOnly(cells: readonly NotebookCell[]): void {
    const stay = new SvelteSet(cells.map(({ id }) => id));
    for (const id of [...this.roots.keys()]) if (!stay.has(id)) this.remove(id);
  }

  /** Ends everything. */
  dispose(): void {
    this.disposed = true;
    this.options.running.dispose();
  }

  private remove(id: number): void {
    if (this.live.delete(id)) this.options.running.remove(id);
    this.roots.delete(id);
    this.asked.delete(id);
    this.compiled.delete(id);
    this.mistakes.delete(id);
    this.names = this.options.running.names();
  }

  private async compile(cell: NotebookCell): Promise<void> {
    const { id } = cell;
    const isNewest = (): boolean => !this.disposed && this.asked.get(id) === cell;
    try {
      const compiled = await this.options.compile(cell);
      if (isNewest()) this.show(compiled);
    } catch (thrown) {
      if (isNewest()) this.mistakes.set(id, mistakeOf(thrown));
    }
  }

  private show(cell: CompiledCell): void {
    const { running } = this.options;
    const { id } = cell;
    const root = this.roots.get(id);
    if (!root) return;
    if (cell.error) this.mistakes.set(id, cell.error);
    else this.mistakes.delete(id);
    this.compiled.set(id, cell);
    if (this.live.has(id)) running.replace(cell);
    else {
      this.live.add(id);
      running.start(cell, root);
    }
    this.names = running.names();
  }
}

/** Returns whether two states of a cell run alike; whether it is pinned is looks only. */
export function runsTheSame(a: NotebookCell, b: NotebookCell): boolean {
  return (
    a === b ||
    (a.source === b.source && a.mode === b.mode && a.hidden === b.hidden && a.output === b.output)
  );
}

function mistakeOf(thrown: unknown): CompileError {
  if (thrown instanceof CompileError) return thrown;
  return new CompileError(readable(thrown, "The cell could not be compiled").parts, {
    cause: thrown,
  });
}
