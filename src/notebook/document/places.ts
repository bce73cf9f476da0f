/** Where a notebook's cells and title stand in its text, checked against what the parser made of it. */

import type { NotebookCell } from "./cell.ts";
import { knownAttributes } from "./html.ts";
import { type Marked, foundOf } from "./mark.ts";
import type { Places, WrittenCell } from "./origin.ts";

/**
 * Returns where things stand; undefined where the parser saw the text differently from the scan (a script in SVG,
 * one that never ends), so that it can't be changed in its place. `document` is parsed from the marked text.
 */
export function findPlaces(
  document: Document,
  cells: readonly NotebookCell[],
  { text, marked }: { readonly text: string; readonly marked: Marked },
): Places | undefined {
  const element = document.querySelector("notebook");
  const notebook = element && isHtml(element) ? foundOf(element, marked) : undefined;
  if (!notebook) return undefined;
  const written: WrittenCell[] = [];
  let last = notebook.to;
  for (const [k, script] of document.querySelectorAll("notebook script").entries()) {
    const found = foundOf(script, marked);
    const cell = cells[k];
    if (!found || !cell || !isHtml(script) || found.from < last) return undefined;
    if (asParsed(text.slice(...found.inside)) !== script.textContent) return undefined;
    const idAttribute = script.getAttribute("id");
    const others = [...script.attributes]
      .map(({ name, value }) => [name, value] as const)
      .filter(([name]) => !knownAttributes.has(name) && name !== marked.attribute);
    written.push({ cell, span: [found.from, found.to], idAttribute, others });
    last = found.to;
  }
  const titleElement = document.querySelector("title");
  if (!titleElement) return { cells: written, start: notebook.to, firstCell: notebook.to };
  const title = foundOf(titleElement, marked);
  if (!title || !isHtml(titleElement)) return undefined;
  const within = titleElement.closest("notebook") === element;
  return {
    ...{ cells: written, title: title.inside, start: notebook.to },
    firstCell: within ? title.to : notebook.to,
  };
}

function isHtml({ namespaceURI }: Element): boolean {
  return namespaceURI === "http://www.w3.org/1999/xhtml";
}

/** Returns the content of a script as HTML's parser gives it. */
function asParsed(content: string): string {
  return content.replace(/\r\n?/g, "\n").replaceAll("\0", "\ufffd");
}
