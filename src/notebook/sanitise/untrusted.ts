/** What a cell shows that may not run: sanitised Markdown and HTML, formulas; expressions stay text. */

import { markdownHtml } from "../compile/markdown.ts";
import { pageParts } from "../compile/page-parts.ts";
import type { CellSource } from "../compile/parts.ts";
import { checkSize, loadSanitiser } from "./sanitise.ts";

/**
 * Resolves with a cell's HTML; undefined for one of which only the source can be shown.
 * Rejects with a CompileError where it is too long.
 */
export async function untrustedHtml(cell: CellSource): Promise<string | undefined> {
  const { mode, hidden, source } = cell;
  if (hidden) return undefined;
  checkSize(cell);
  switch (mode) {
    case "md":
    case "html": {
      const { text, expressions } = withMarks(source);
      const sanitiser = await loadSanitiser();
      return withExpressions(
        sanitiser.html(mode === "md" ? markdownHtml(text) : text),
        expressions,
      );
    }
    case "tex":
      return withMarks(source).expressions.length > 0 ? undefined : await formula(source);
    default:
      return undefined;
  }
}

/** Returns a text with a mark for each `${…}`, and these. A text that can't be read so has none. */
function withMarks(source: string): { text: string; expressions: readonly string[] } {
  const expressions: string[] = [];
  // The marks are letters of no language, so that Markdown and HTML leave them alone.
  const plain = source.replace(/[\uE000\uE001]/g, "");
  try {
    let [text, at] = ["", 0];
    for (const { start, end } of pageParts.parseTemplate(plain).expressions) {
      const from = plain.lastIndexOf("${", start);
      const to = plain.indexOf("}", end) + 1;
      text += `${plain.slice(at, from)}\uE000${String(expressions.length)}\uE001`;
      expressions.push(plain.slice(from, to));
      at = to;
    }
    return { text: text + plain.slice(at), expressions };
  } catch {
    return { text: plain, expressions: [] };
  }
}

/** Puts the expressions back as code, in text only: an attribute with a mark goes. */
function withExpressions(html: string, expressions: readonly string[]): string {
  const page = document.implementation.createHTMLDocument("");
  page.body.innerHTML = html;
  for (const element of page.body.querySelectorAll("*")) {
    for (const { name, value } of Array.from(element.attributes)) {
      if (value.includes("\uE000")) element.removeAttribute(name);
    }
  }
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  const texts: Node[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const parts = (text.nodeValue ?? "").split(/\uE000(\d+)\uE001/);
    const shown = parts.map((part, k) =>
      k % 2 === 0 ? part : code(page, expressions[Number(part)]),
    );
    if (parts.length > 1 && text instanceof Text) text.replaceWith(...shown);
  }
  return page.body.innerHTML;
}

function code(page: Document, expression = ""): HTMLElement {
  const element = page.createElement("code");
  element.className = "expression";
  element.textContent = expression;
  return element;
}

/** Returns a formula as HTML, bounded in size and in how often a macro is expanded. */
async function formula(source: string): Promise<string> {
  const [{ default: katex }] = await Promise.all([
    import("katex"),
    import("katex/dist/katex.min.css"),
  ]);
  return katex.renderToString(source, {
    ...{ displayMode: true, output: "htmlAndMathml", throwOnError: false },
    ...{ trust: false, strict: "ignore", maxSize: 20, maxExpand: 500 },
  });
}
