/** A notebook that runs: one reactive variable a cell, each shown in its own element, each replaceable. */

import { type Module, Runtime } from "@observablehq/runtime";
import { clear } from "observable:runtime/display";
import type { CompiledCell } from "../compiled.ts";
import { lineOf } from "../compile/error-line.ts";
import { defineCell, defineMissing, release } from "./define.ts";
import { stoppedNote } from "./note.ts";
import { type Told, observeCell, observeOutput } from "./observe-cell.ts";
import type { RunOptions } from "./options.ts";
import { type Life, type RunningCell, namesOf, newLife, stateOf } from "./running-cell.ts";
import { wrapBody } from "./run-body.ts";
import type { CellNames, RunningNotebook } from "./state.ts";
import { cellNames, networkNames, waitOf } from "./wait.ts";

/** Runs cells on Observable's runtime. */
export class Running implements RunningNotebook {
  private readonly runtime: Runtime;
  private readonly main: Module;
  private readonly cells = new Map<number, RunningCell>();
  private readonly off: Set<number>;
  private readonly unwatch: (() => void) | undefined;
  private readonly options: RunOptions;

  constructor(options: RunOptions) {
    this.options = options;
    this.runtime = new Runtime(options.library);
    this.main = this.runtime.module();
    const { marks, notebook, guard, off = [] } = options;
    this.off = new Set([
      ...off,
      ...((notebook !== undefined && marks?.switchedOff(notebook)) || []),
    ]);
    this.unwatch = guard?.watch((id) => {
      this.end(id, "off");
    });
  }

  start(cell: CompiledCell, root: HTMLDivElement): void {
    const ended = this.off.has(cell.id) ? "off" : undefined;
    this.drop(cell.id);
    const entry: RunningCell = { cell, root, life: newLife(root), ended, told: undefined };
    this.cells.set(cell.id, entry);
    if (ended) this.showEnded(entry);
    else this.begin(entry);
  }

  replace(cell: CompiledCell): void {
    const entry = this.cells.get(cell.id);
    if (!entry) return;
    entry.cell = cell;
    this.switchOn(entry);
    this.begin(entry);
  }

  remove(id: number): void {
    this.drop(id);
    this.tellWaiting();
  }

  stop(id: number): void {
    const entry = this.cells.get(id);
    if (!entry) return;
    const state = stateOf(entry);
    if (state === "waiting" || state === "running") this.end(id, "stopped");
  }

  rerun(id: number): void {
    const entry = this.cells.get(id);
    if (!entry) return;
    this.switchOn(entry);
    this.begin(entry);
  }

  names(): CellNames {
    return cellNames(this.cells.values());
  }

  dispose(): void {
    this.unwatch?.();
    for (const { life } of this.cells.values()) life.over = true;
    this.cells.clear();
    this.runtime.dispose();
  }

  private drop(id: number): void {
    const entry = this.cells.get(id);
    if (!entry) return;
    this.cells.delete(id);
    entry.life.over = true;
    release(entry.life.state);
  }

  /** Defines a cell anew; its old variables go first, whatever they were called. */
  private begin(entry: RunningCell): void {
    const { cell, root } = entry;
    entry.life.over = true;
    release(entry.life.state);
    const life = newLife(root);
    entry.life = life;
    const { definition } = cell;
    if (cell.error) {
      clear(life.state);
      root.append(
        this.options.showError(cell.error, { id: cell.id, line: cell.error.place?.line }),
      );
    } else if (!definition) {
      if (cell.html !== undefined && root.innerHTML !== cell.html) root.innerHTML = cell.html;
    } else {
      const body = wrapBody(entry, {
        ...this.options,
        onrun: () => {
          life.body = "running";
          if (!life.over) this.tell(entry);
        },
      });
      const told: Told = {
        tell: () => {
          this.tell(entry);
        },
        errorOf: (error) => this.errorOf(entry, error),
      };
      for (const name of namesOf(cell)) life.outputs.set(name, "pending");
      defineCell(this.main, {
        state: life.state,
        definition: { ...definition, body },
        observers: {
          cell: (shown) => observeCell(entry, shown, told),
          output: (name) => observeOutput(entry, name, told),
        },
      });
    }
    this.tell(entry);
  }

  private errorOf({ cell }: RunningCell, error: unknown): Element {
    return this.options.showError(error, { id: cell.id, line: lineOf(error, cell) });
  }

  private switchOn(entry: RunningCell): void {
    const { marks, notebook, guard, onSwitch } = this.options;
    const { id } = entry.cell;
    guard?.allow(id);
    if (entry.ended === "off") {
      this.off.delete(id);
      if (notebook !== undefined) marks?.switch(notebook, { id, off: false });
      onSwitch?.(id, false);
    }
    entry.ended = undefined;
  }

  /** Ends a cell: its generators are returned, what it gave has no value, and a note takes its place. */
  private end(id: number, why: "stopped" | "off"): void {
    const entry = this.cells.get(id);
    if (!entry || entry.ended === "off") return;
    entry.ended = why;
    if (why === "off") {
      const { marks, notebook, onSwitch } = this.options;
      this.off.add(id);
      if (notebook !== undefined) marks?.switch(notebook, { id, off: true });
      onSwitch?.(id, true);
    }
    this.showEnded(entry);
  }

  private showEnded(entry: RunningCell): void {
    const { cell, root, ended } = entry;
    const { marks, notebook } = this.options;
    entry.life.over = true;
    release(entry.life.state);
    const life: Life = newLife(root);
    entry.life = life;
    const why = ended === "off" ? "its cell is switched off" : "its cell was stopped";
    defineMissing(this.main, { state: life.state, names: namesOf(cell), why });
    clear(life.state);
    const died = ended === "off" && notebook !== undefined && marks?.died(notebook).has(cell.id);
    root.append(
      stoppedNote(died ? "died" : (ended ?? "stopped"), () => {
        this.rerun(cell.id);
      }),
    );
    this.tell(entry);
  }

  private tell(entry: RunningCell): void {
    const state = stateOf(entry);
    const wasSame = entry.told === state;
    entry.told = state;
    if (!wasSame || state === "waiting" || state === "done") this.report(entry);
    this.tellWaiting(entry);
  }

  /** Those that wait are told anew, since what they wait for may have come. */
  private tellWaiting(except?: RunningCell): void {
    for (const entry of this.cells.values()) {
      if (entry !== except && entry.told === "waiting") this.report(entry);
    }
  }

  private report(entry: RunningCell): void {
    const { onState, network = networkNames } = this.options;
    const state = entry.told ?? "waiting";
    const busy = state === "waiting" || state === "running";
    onState?.(
      entry.cell.id,
      state,
      busy ? waitOf(entry, { cells: this.cells.values(), network }) : undefined,
    );
  }
}
