/** Compiles a notebook of Observable Notebook Kit's format to a JavaScript module, when the project is built. */

import { deserialize } from "@observablehq/notebook-kit";
import type { CellSource } from "../compile/parts.ts";
import { sourceHtml } from "../compile/source-html.ts";
import { staticHtml } from "../compile/static-html.ts";
import { transpileCell } from "../compile/transpile.ts";
import { runsInPage } from "../document/cell.ts";
import { kitParts } from "./kit-parts.ts";

/** What compiling needs of a browser and of Notebook Kit's own renderers. */
export interface Tools {
  readonly document: Document;
  readonly parser: Pick<DOMParser, "parseFromString">;
  /** Returns Markdown as an element. */
  markdown(source: string): Element;
  /** Marks the syntax inside a `<code class="language-…">` of a `<pre>`. */
  highlight(code: HTMLElement): Promise<void>;
}

/**
 * Returns the source of a module whose default export is a CompiledNotebook.
 * Rejects with an Error that names the cell where its JavaScript can't be parsed or it needs what the page has not.
 */
export async function compileNotebook(text: string, tools: Tools): Promise<string> {
  const { title, cells } = deserialize(text, { parser: tools.parser });
  const compiled = await Promise.all(
    cells.map(({ value, output, ...cell }) =>
      compileCell({ ...cell, source: value, ...(output !== undefined && { output }) }, tools),
    ),
  );
  return `export default {title: ${JSON.stringify(title)}, cells: [\n${compiled.join(",\n")}\n]};\n`;
}

/** Returns what the gallery shows of a notebook: its title and first paragraph. */
export function describeNotebook(text: string, tools: Tools): { title: string; summary: string } {
  const { title, cells } = deserialize(text, { parser: tools.parser });
  for (const cell of cells.filter(({ mode }) => mode === "md")) {
    const paragraph = tools.markdown(cell.value).querySelector("p");
    if (paragraph?.textContent) return { title, summary: paragraph.textContent };
  }
  return { title, summary: "" };
}

async function compileCell(cell: CellSource, tools: Tools): Promise<string> {
  const { id, mode, pinned, source } = cell;
  const where = `cell ${String(id)}`;
  if (!runsInPage(mode)) throw new Error(`${where}: "${mode}" does not run in this app`);
  try {
    const shared = { id, mode, pinned, source, sourceHtml: await sourceHtml(cell, tools) };
    const markdown = (text: string): string => tools.markdown(text).innerHTML;
    const html = staticHtml(cell, { parts: kitParts, markdown });
    if (html !== undefined) return JSON.stringify({ ...shared, html });
    const { body, ...definition } = await transpileCell(cell, kitParts);
    // Vite puts the function elsewhere, so that its lines tell nothing.
    const rest = JSON.stringify({ id, ...definition, linesBefore: undefined });
    return `{...${JSON.stringify(shared)}, definition: {...${rest}, body: ${body}}}`;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${where}: ${why}`, { cause: error });
  }
}
