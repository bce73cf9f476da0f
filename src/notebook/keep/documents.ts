/** What keeping must know of a notebook's text: its title, its first paragraph, and how to change the title. */

import { rename } from "../document/change.ts";
import { type Notebook, type Parser, readNotebook, writeNotebook } from "../document/notebook.ts";
import type { KeptNotebook } from "./types.ts";

/** What keeping asks of a notebook's text. */
export interface Documents {
  /** Returns what the gallery shows of a text, nothing where it is no notebook. */
  describe(text: string): Partial<Pick<KeptNotebook, "title" | "summary">>;
  /** Returns the text with another title. Throws a ReadableError where it is no notebook. */
  retitle(text: string, title: string): string;
}

/** Returns these functions; `parser` is the page's DOMParser where it is left out. */
export function documents(parser?: Parser): Documents {
  const options = parser ? { parser } : {};
  return {
    describe(text) {
      try {
        const notebook = readNotebook(text, options);
        return { title: notebook.title, summary: summaryOf(notebook) };
      } catch {
        return {};
      }
    },
    retitle: (text, title) => writeNotebook(rename(readNotebook(text, options), title)),
  };
}

/** Returns the first paragraph of a notebook's Markdown as plain text, at most 300 characters. */
export function summaryOf({ cells }: Pick<Notebook, "cells">): string {
  for (const { mode, source, hidden } of cells) {
    if (mode !== "md" || hidden) continue;
    const paragraph = source
      .replace(/^(```|~~~)[^]*?^\1/gm, "")
      .split(/\n\s*\n/)
      .map((block) => block.replace(/^#{1,6} .*$/gm, "").trim())
      .find((block) => /^[^\s#>|<*+-]/.test(block) || /^\*{1,2}\S/.test(block));
    const text = paragraph === undefined ? "" : plain(paragraph);
    if (text !== "") return text.length > 300 ? `${text.slice(0, 299)}…` : text;
  }
  return "";
}

function plain(markdown: string): string {
  return markdown
    .replace(/!\[[^\]]*\]\([^)]*\)/g, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\$\{[^}]*\}/g, "…")
    .replace(/<[^>]*>/g, "")
    .replace(/(\*\*|__|[*_`])(?=\S)(.+?)\1/g, "$2")
    .replace(/\s+/g, " ")
    .trim();
}
