/** Compiles a notebook of Observable Notebook Kit's format to a JavaScript module, when the project is built. */

import { type Cell, deserialize, parseTemplate, transpile } from "@observablehq/notebook-kit";

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
  const compiled = await Promise.all(cells.map((cell) => compileCell(cell, tools)));
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

async function compileCell(cell: Cell, tools: Tools): Promise<string> {
  const { id, mode, pinned, value } = cell;
  const shared = { id, mode, pinned, source: value, sourceHtml: await highlighted(cell, tools) };
  const html = staticHtml(cell, tools);
  if (html !== undefined) return JSON.stringify({ ...shared, html });
  const { body, ...definition } = transpiled(cell);
  const numbers = JSON.stringify({
    id,
    inputs: definition.inputs,
    outputs: definition.outputs,
    output: definition.output,
    autodisplay: definition.autodisplay,
    autoview: definition.autoview,
    automutable: definition.automutable,
    display: mode === "js" || mode === "ts",
  });
  return `{...${JSON.stringify(shared)}, definition: {...${numbers}, body: ${body}}}`;
}

function transpiled(cell: Cell): ReturnType<typeof transpile> {
  const where = `cell ${String(cell.id)}`;
  if (!["js", "ts", "md", "html", "tex"].includes(cell.mode))
    throw new Error(`${where}: "${cell.mode}" does not run in this app`);
  try {
    const result = transpile(cell);
    if (/\bimport\(/.test(result.body))
      throw new Error("a cell can't import: what it may name is in docs/cells.md");
    return result;
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function staticHtml({ mode, hidden, value, output }: Cell, tools: Tools): string | undefined {
  if ((mode !== "md" && mode !== "html") || hidden || output) return undefined;
  if (parseTemplate(value).expressions.length > 0) return undefined;
  return mode === "html" ? value : tools.markdown(value).innerHTML;
}

async function highlighted({ mode, value }: Cell, { document, highlight }: Tools): Promise<string> {
  const code = document.createElement("code");
  document.createElement("pre").append(code);
  code.className = `language-${mode}`;
  code.textContent = value;
  await highlight(code);
  return code.innerHTML;
}
