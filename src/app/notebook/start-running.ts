/** Starts the runtime of a notebook's cells, with the compiler behind it for cells that change. */

import type { CompiledCell, CompiledNotebook } from "../../notebook/compiled.ts";
import type { Notebook, NotebookCell } from "../../notebook/document/notebook.ts";
import { LoopGuard, pageMarks } from "../../notebook/guard/index.ts";
import type { KeptSession } from "../../notebook/keep/kept-session.ts";
import { cellLibrary } from "../../notebook/library/index.ts";
import { type RunOptions, ViewStates, runNotebook } from "../../notebook/run.ts";
import type { Session } from "../session.svelte.ts";
import { Runner, runsTheSame } from "./runner.svelte.ts";

/** What the cells of a page stand on. */
export interface StartOptions extends Pick<RunOptions, "onState" | "showError"> {
  readonly session: Session;
  readonly kept: KeptSession;
  readonly root: HTMLElement;
  /** Whether code runs; where not, texts are shown sanitised and the rest stays source. */
  readonly runs: boolean;
  /** The shipped notebook, and as it was compiled when the project was built. */
  readonly shipped: Shipped | undefined;
  /** What a cell is called: "Cell 3". */
  readonly nameOf: (id: number) => string;
}

/** A notebook of the project. */
export interface Shipped {
  readonly notebook: Notebook;
  readonly compiled: CompiledNotebook;
}

/** Returns what runs the cells. */
export function startRunning(options: StartOptions): Runner {
  const { session, kept, root, runs, shipped, nameOf } = options;
  const { origin, base, states, off } = kept.notebook;
  const library = cellLibrary({ ...session.forCells(), root });
  const guard = new LoopGuard({ nameOf });
  const running = runNotebook({
    library,
    ...(options.onState && { onState: options.onState }),
    showError: options.showError,
    notebook: kept.kept ? kept.id : (base ?? kept.id),
    marks: pageMarks(),
    guard,
    off,
    onSwitch: (id, isOff) => {
      const others = kept.notebook.off.filter((other) => other !== id);
      kept.setOff(isOff ? [...others, id] : others);
    },
    states: new ViewStates(states, (changed) => {
      kept.setStates(changed);
    }),
  });
  const strangers = origin === "file" || origin === "link";
  const reserved = new Set(Object.keys(library));
  const compile = async (cell: NotebookCell): Promise<CompiledCell> => {
    const { compileCell } = await import("../../notebook/compile/compile-cell.ts");
    return compileCell(cell, { trusted: runs, strangers, guard: guard.forCell, reserved });
  };
  return new Runner({ running, compile, shipped: (cell) => shippedCell(cell, shipped) });
}

/** Returns a cell as it was compiled when the project was built, where it is still the cell that was compiled. */
function shippedCell(cell: NotebookCell, shipped: Shipped | undefined): CompiledCell | undefined {
  const written = shipped?.notebook.cells.find(({ id }) => id === cell.id);
  if (!shipped || !written || !runsTheSame(written, cell)) return undefined;
  return shipped.compiled.cells.find(({ id }) => id === cell.id);
}
