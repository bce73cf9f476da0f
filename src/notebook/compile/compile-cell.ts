/** Compiles a cell in the page: source → a cell that is ready to run. */

import type { CompiledCell } from "../compiled.ts";
import type { CellSource } from "./parts.ts";

/** What puts checks into a cell's function, so that an endless loop in it can be stopped (src/notebook/guard). */
export interface BodyGuard {
  /** Returns a function's source with calls of `name` put in; lines stay where they are. */
  instrument(body: string): { readonly body: string; readonly name: string };
  /** What these calls call. */
  readonly check: () => number;
}

/** How a cell is compiled. */
export interface CompileOptions {
  /** Whether the cell's code may run. Where not, its Markdown or HTML is sanitised and the rest stays source. */
  readonly trusted: boolean;
  /** Whether somebody else wrote it: what its Markdown and HTML make is sanitised even when it is trusted. */
  readonly strangers?: boolean;
  /** Gives the guard of a cell; left out, loops are not watched. */
  readonly guard?: (id: number) => BodyGuard;
  /** Names that a cell must not define: those of the cell library. */
  readonly reserved?: ReadonlySet<string>;
}

/** Compiles a cell of a notebook. */
export type CompileCell = (cell: CellSource, options: CompileOptions) => Promise<CompiledCell>;
