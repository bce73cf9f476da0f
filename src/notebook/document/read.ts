/** Reads a notebook's file as Notebook Kit does, and remembers where everything stands in it. */

import { deserialize } from "observable:lib/serialize";
import type { Notebook, NotebookCell } from "./cell.ts";
import { checkCells, checkIsNotebook, checkLength } from "./limits.ts";
import { mark } from "./mark.ts";
import { findPlaces } from "./places.ts";

/** What parses HTML without running it: the page's DOMParser, or JSDOM's on Node. */
export type Parser = Pick<DOMParser, "parseFromString">;

/** How a notebook is read. */
export interface ReadOptions {
  /** The page's DOMParser where it is left out. */
  readonly parser?: Parser;
  /** What errors call the notebook: a file's name. */
  readonly name?: string;
}

/**
 * Returns the notebook that a text of Notebook Kit's format holds; nothing in it is run.
 * Throws a ReadableError where it is none, or too large: `limits` says how large it may be.
 */
export function readNotebook(text: string, options: ReadOptions = {}): Notebook {
  const { parser = new DOMParser(), name = "This file" } = options;
  checkLength(text, name);
  // The marks tell which element of the document stands where in the text.
  const marked = mark(text);
  const document = parser.parseFromString(marked.text, "text/html");
  checkIsNotebook(document, text, name);
  const read = notebookIn(document, name);
  const places = findPlaces(document, read.cells, { text, marked });
  if (places) return { ...read, origin: { ...read, text, places } };
  const unmarked = notebookIn(parser.parseFromString(text, "text/html"), name);
  return { ...unmarked, origin: { ...unmarked, text } };
}

/** Returns what a parsed file says. */
function notebookIn(document: Document, name: string): Notebook {
  checkCells(document.querySelectorAll("notebook script").length, name);
  // Notebook Kit takes any parser; this one gives it the document that is there.
  const { title, theme, readOnly, cells } = deserialize("", {
    parser: { parseFromString: () => document },
  });
  return { title, theme, readOnly, cells: unique(cells.map(cellOf)) };
}

/** Returns the cells with ids that can be counted: Notebook Kit gives one twice behind 2^53. */
function unique(cells: readonly NotebookCell[]): readonly NotebookCell[] {
  const ids = new Set(cells.map(({ id }) => id));
  const seen = new Set<number>();
  let least = 1;
  return cells.map((cell) => {
    if (Number.isSafeInteger(cell.id) && !seen.has(cell.id)) {
      seen.add(cell.id);
      return cell;
    }
    while (ids.has(least) || seen.has(least)) least++;
    seen.add(least);
    return { ...cell, id: least };
  });
}

function cellOf(cell: ReturnType<typeof deserialize>["cells"][number]): NotebookCell {
  const { id, mode, value, pinned, hidden, output, format, database } = cell;
  return {
    ...{ id, mode, source: value, pinned, hidden },
    ...(output !== undefined && { output }),
    ...(format !== undefined && { format }),
    ...(database !== undefined && { database }),
  };
}
