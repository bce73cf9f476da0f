/** HTML of a notebook and its cells, letter by letter as Notebook Kit's `serialize` writes it. */

import type { CellMode, Notebook, NotebookCell, NotebookTheme } from "./cell.ts";
import { hidesItsEnd } from "./scan-script.ts";

const types: Readonly<Record<CellMode, string>> = {
  js: "module",
  ts: "text/x-typescript",
  md: "text/markdown",
  html: "text/html",
  tex: "application/x-tex",
  sql: "application/sql",
  dot: "text/vnd.graphviz",
  node: "application/vnd.node.javascript",
  python: "text/x-python",
  r: "text/x-r",
  ojs: "application/vnd.observable.javascript",
};

/** Attributes of a cell that the format knows. */
export const knownAttributes: ReadonlySet<string> = new Set([
  ...["id", "type", "pinned", "hidden", "database", "output", "format"],
]);

/** Returns a cell as a script element; `others` are attributes that the format does not know. */
export function cellHtml(
  cell: NotebookCell,
  others: readonly (readonly [name: string, value: string])[] = [],
): string {
  const { id, mode, source, pinned, hidden, database, output, format } = cell;
  const attributes: (readonly [string, string])[] = [
    ["id", String(id)],
    ["type", types[mode]],
  ];
  if (pinned) attributes.push(["pinned", ""]);
  if (hidden) attributes.push(["hidden", ""]);
  if (database) attributes.push(["database", database]);
  if (output) attributes.push(["output", output]);
  if (format) attributes.push(["format", format]);
  const written = [...attributes, ...others].map(
    ([name, value]) => ` ${name}="${attributeHtml(value)}"`,
  );
  return `<script${written.join("")}>${indent(holdable(source, mode))}</script>`;
}

/** Returns a whole file of cells as they are written. */
export function notebookHtml(notebook: Notebook, cells: readonly string[]): string {
  const theme = attributeHtml(themeText(notebook.theme));
  const parts = [`<title>${textHtml(notebook.title)}</title>`, ...cells];
  const readOnly = notebook.readOnly ? ' readonly=""' : "";
  const inside = parts.map((part) => `\n  ${part}`).join("");
  return `<!doctype html>\n<notebook theme="${theme}"${readOnly}>${inside}\n</notebook>\n`;
}

/** Returns text as HTML. */
export function textHtml(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("\u00a0", "&nbsp;");
  return escaped.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Returns an attribute's value as HTML, without the quotes around it. */
export function attributeHtml(value: string): string {
  const escaped = value.replaceAll("&", "&amp;").replaceAll("\u00a0", "&nbsp;");
  return escaped.replaceAll('"', "&quot;");
}

function themeText(theme: NotebookTheme): string {
  return typeof theme === "string" ? theme : `light-dark(${theme.light}, ${theme.dark})`;
}

/**
 * Returns a source that a script element can hold. Two things that it can't hold, and that Notebook Kit writes
 * so that they break the file, become the nearest that means the same: "</script/" gets a space, and a comment
 * that opens, has "<script" in it and never closes is closed in Markdown and HTML and escaped elsewhere.
 */
function holdable(source: string, mode: CellMode): string {
  const spaced = source.replace(/<(\\*\/script)\//gi, "<$1 /");
  const escaped = spaced.replace(/<(?=\\*\/script(\s|>|$))/gi, "<\\");
  if (!hidesItsEnd(`${escaped}\n`)) return escaped;
  if (mode === "md" || mode === "html") return `${escaped}\n-->`;
  return escaped.replaceAll("<!--", "<\\!--");
}

function indent(text: string): string {
  const lines = text.split(/\r\n?|\n/).map((line) => (line.trim() ? `    ${line}` : ""));
  return `\n${lines.join("\n")}\n  `;
}
