/** Markdown as HTML in the page, made where nothing in it is loaded or run. */

import { MarkdownRenderer } from "observable:runtime/stdlib/md";

/** Returns Markdown as HTML text, not sanitised. Its pictures are not loaded and its handlers do not run. */
export function markdownHtml(source: string): string {
  const render = MarkdownRenderer({ document: document.implementation.createHTMLDocument("") });
  return render(Object.assign([source], { raw: [source] })).innerHTML;
}
