/** Compiles a cell in the page: source → a cell that is ready to run. */

import { highlight } from "observable:runtime/stdlib/highlight";
import type { CompiledCell } from "../compiled.ts";
import { runsInPage } from "../document/cell.ts";
import { CompileError } from "./compile-error.ts";
import { type BodyGuard, evaluate } from "./evaluate.ts";
import { markdownHtml } from "./markdown.ts";
import { checkNames } from "./names.ts";
import { pageParts } from "./page-parts.ts";
import type { CellSource } from "./parts.ts";
import { sourceHtml } from "./source-html.ts";
import { staticHtml } from "./static-html.ts";
import { transpileCell } from "./transpile.ts";

/** Longest source that is compiled, in characters; a longer one would stop the page while it is read. */
export const longestSource = 1_000_000;

/** How a cell is compiled. */
export interface CompileOptions {
  /** Whether the cell's code may run. Where not, its Markdown or HTML is sanitised and the rest stays source. */
  readonly trusted: boolean;
  /** Whether somebody else wrote it: what its Markdown and HTML make is sanitised even when it is trusted. */
  readonly strangers?: boolean;
  /** Gives the guard of a cell; left out, loops are not watched. */
  readonly guard?: ((id: number) => BodyGuard) | undefined;
  /** Names that a cell must not define: those of the cell library. */
  readonly reserved?: ReadonlySet<string>;
}

type Made = Pick<CompiledCell, "html" | "definition" | "linesBefore" | "guarded">;

/**
 * Resolves with a cell that is ready to run. A mistake in the source is its `error`; nothing rejects.
 * A cell in a language that the page does not run has a sentence for HTML.
 */
export async function compileCell(
  cell: CellSource,
  options: CompileOptions,
): Promise<CompiledCell> {
  const { id, mode, pinned, source } = cell;
  const shared = {
    ...{ id, mode, pinned, source },
    sourceHtml: await sourceHtml(cell, { document, highlight }),
  };
  try {
    return { ...shared, ...(await make(cell, options)) };
  } catch (error) {
    if (error instanceof CompileError) return { ...shared, error };
    throw error;
  }
}

async function make(cell: CellSource, options: CompileOptions): Promise<Made> {
  const { id, mode, source } = cell;
  if (!runsInPage(mode)) {
    return {
      html: `<p class="cell-note">Cells in ${languages[mode] ?? mode} do not run in the page.</p>`,
    };
  }
  if (source.length > longestSource) throw tooLong(source.length);
  if (!options.trusted) {
    const { untrustedHtml } = await import("../sanitise/untrusted.ts");
    const html = await untrustedHtml(cell);
    return html === undefined ? {} : { html };
  }
  const html = staticHtml(cell, { parts: pageParts, markdown: markdownHtml });
  if (html !== undefined) {
    return { html: options.strangers ? await sanitised(cell, html) : html };
  }
  const { body, linesBefore, ...rest } = await transpileCell(cell, pageParts);
  checkNames(cell, { names: rest.outputs, reserved: options.reserved });
  const guard = options.guard?.(id);
  const { inputs } = rest;
  const run = evaluate(body, { id, guard });
  const strict = options.strangers === true && (mode === "md" || mode === "html");
  return {
    definition: {
      ...{ id, inputs: [...inputs], outputs: [...rest.outputs] },
      ...(rest.output !== undefined && { output: rest.output }),
      ...{ autodisplay: rest.autodisplay, display: rest.display },
      body: strict ? await withStrictTags(run, inputs) : run,
    },
    guarded: guard !== undefined,
    ...(linesBefore !== undefined && { linesBefore }),
  };
}

async function sanitised({ mode, source }: CellSource, html: string): Promise<string> {
  const { checkSize, loadSanitiser } = await import("../sanitise/sanitise.ts");
  checkSize({ mode, source });
  return (await loadSanitiser()).html(html);
}

async function withStrictTags(
  run: (...given: never[]) => unknown,
  inputs: readonly string[],
): Promise<(...given: never[]) => unknown> {
  const { strictTags } = await import("../sanitise/strict-tags.ts");
  return strictTags(run, inputs);
}

function tooLong(length: number): CompileError {
  return new CompileError({
    what: "This cell is too long to be read in the page",
    expected: `up to ${longestSource.toLocaleString("en")} characters`,
    found: length.toLocaleString("en"),
    todo: "Take it apart, or keep large data in a file",
  });
}

/** The languages of the format that the page only shows, as a person calls them. */
const languages: Readonly<Partial<Record<CellSource["mode"], string>>> = {
  ...{ sql: "SQL", dot: "Graphviz DOT", node: "Node.js", python: "Python", r: "R" },
  ojs: "Observable JavaScript",
};
