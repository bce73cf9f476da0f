/** A notebook as the page gets it: compiled from Observable Notebook Kit's open format. */

import type { Definition } from "observable:runtime/define";
import type { CompileError } from "./compile/compile-error.ts";

/** One cell, ready to run. */
export interface CompiledCell {
  /** Unique in its notebook, from 1. */
  readonly id: number;
  /** How it was written: "md", "js", "html", "tex". */
  readonly mode: string;
  /** Whether its source stands open under what it shows. */
  readonly pinned: boolean;
  /** The source as the author wrote it. */
  readonly source: string;
  /** The source as HTML, its syntax marked with classes `tok-*`. */
  readonly sourceHtml: string;
  /** What a cell without expressions shows, as HTML. */
  readonly html?: string;
  /** What runs; undefined for a cell that only shows its HTML. */
  readonly definition?: Omit<Definition, "assets">;
  /** What is wrong with its source; such a cell shows it in its place and defines nothing. */
  readonly error?: CompileError;
  /** Whether its loops are watched and it leaves a mark while it runs: cells compiled in the page. */
  readonly guarded?: boolean;
  /** Lines that its function has before the source's first, to tell where it threw; only of cells in JavaScript. */
  readonly linesBefore?: number;
}

/** A whole notebook. */
export interface CompiledNotebook {
  readonly title: string;
  readonly cells: readonly CompiledCell[];
}

/** What the gallery shows of a notebook before it is opened. */
export interface NotebookCard {
  /** File name without its ending; the notebook's address in the app. */
  readonly name: string;
  readonly title: string;
  /** First paragraph, as plain text. */
  readonly summary: string;
  load(): Promise<CompiledNotebook>;
  /** Resolves with its file as it was written. */
  text(): Promise<string>;
}
