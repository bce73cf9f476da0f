/** What a cell shows without running: Markdown and HTML that have no expressions. */

import type { CellSource, Parts } from "./parts.ts";
import { hasExpressions } from "./transpile.ts";

/** What makes Markdown HTML. */
export type Markdown = (source: string) => string;

/**
 * Returns a cell's HTML where it needs no running, else undefined.
 * Throws a CompileError where its expressions can't be read.
 */
export function staticHtml(
  cell: CellSource,
  { parts, markdown }: { readonly parts: Parts; readonly markdown: Markdown },
): string | undefined {
  const { mode, hidden, source, output } = cell;
  if ((mode !== "md" && mode !== "html") || hidden || output) return undefined;
  if (hasExpressions(cell, parts)) return undefined;
  return mode === "html" ? source : markdown(source);
}
