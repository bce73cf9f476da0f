/** Reads a notebook's file as Notebook Kit does, and remembers where everything stands in it. */

import { deserialize } from "observable:lib/serialize";
import { ReadableError } from "../../trace/index.ts";
import { type CellMode, type Notebook, type NotebookCell, limits } from "./cell.ts";

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
export function readNotebook(text: string, { parser, name }: ReadOptions = {}): Notebook {
  const what = name ?? "This file";
  const own = parser ?? new DOMParser();
  if (text.length > limits.fileBytes)
    throw new ReadableError({ what: `${what} is too large for a notebook` });
  const document = own.parseFromString(text, "text/html");
  if (!document.querySelector("notebook"))
    throw new ReadableError({ what: `${what} is not a notebook` });
  const read = deserialize(text, { parser: own as DOMParser });
  const cells = read.cells.map(
    ({ id, mode, value, pinned, hidden, output, format, database }): NotebookCell => ({
      ...{ id, mode: mode satisfies CellMode, source: value, pinned, hidden },
      ...(output !== undefined && { output }),
      ...(format !== undefined && { format }),
      ...(database !== undefined && { database }),
    }),
  );
  const { title, theme, readOnly } = read;
  return {
    ...{ title, theme, readOnly, cells },
    origin: { text, title, theme, readOnly, cells },
  };
}
