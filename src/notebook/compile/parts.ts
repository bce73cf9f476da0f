/** What compiling needs of Notebook Kit, the same for the build and for the page. */

import type { Node, Program } from "acorn";
import type { NotebookCell } from "../document/cell.ts";

/** A cell's JavaScript, read. */
export interface ParsedJavaScript {
  readonly body: Node | Program;
  /** What it declares at its top, null for an expression. */
  readonly declarations: readonly { readonly name: string }[] | null;
  /** What it names and does not declare. */
  readonly references: readonly { readonly name: string }[];
  readonly expression: boolean;
  /** Whether it awaits at its top. */
  readonly async: boolean;
}

/** A cell as Notebook Kit's template compiler takes it. */
export interface TemplateCell {
  readonly id: number;
  readonly mode: NotebookCell["mode"];
  readonly value: string;
}

/** Parts of Notebook Kit. The page loads each by itself, so that TypeScript comes only for a cell in it. */
export interface Parts {
  /** Throws a SyntaxError. */
  parseJavaScript(source: string): ParsedJavaScript;
  /** Throws a SyntaxError. */
  parseTemplate(source: string): { readonly expressions: readonly Node[] };
  /** Returns Markdown, HTML or TeX as a template literal in JavaScript. */
  transpileTemplate(cell: TemplateCell): string;
  /** Resolves with what returns TypeScript as JavaScript. */
  typescript(): Promise<(source: string) => string>;
}

/** The part of a notebook's cell that compiling looks at. */
export type CellSource = Pick<
  NotebookCell,
  "id" | "mode" | "source" | "pinned" | "hidden" | "output"
>;
