/** Writes a notebook as a file: what did not change keeps its bytes, the rest is as Notebook Kit writes it. */

import { type Notebook, isSameCell } from "./cell.ts";
import { cellHtml, notebookHtml, textHtml } from "./html.ts";
import { inOrder } from "./order.ts";
import type { NotebookText, Places } from "./origin.ts";

/** Returns the notebook's file. A notebook that was read and not changed gives the text it was read from. */
export function writeNotebook(notebook: Notebook): string {
  const { origin } = notebook;
  if (origin && isUnchanged(notebook, origin)) return origin.text;
  if (origin?.places) return writeInPlace(notebook, origin.text, origin.places);
  const cells = notebook.cells.map((cell) => cellHtml(cell));
  return notebookHtml(notebook, cells);
}

/** Returns whether a notebook says what the file said; a cell changed and changed back is the same. */
export function isUnchanged(notebook: Notebook, origin: NotebookText): boolean {
  return (
    origin.title === notebook.title &&
    origin.cells.length === notebook.cells.length &&
    origin.cells.every((cell, k) => isSameCell(cell, notebook.cells[k]))
  );
}

function writeInPlace(notebook: Notebook, whole: string, given: Places): string {
  const lineEnd = whole.includes("\r\n") ? "\r\n" : "\n";
  const { text, places } = withTitle(notebook, whole, { places: given, lineEnd });
  const gaps = gapsOf(text, places);
  const cells = cellsHtml(notebook, text, { places, lineEnd });
  const numbers = new Map(places.cells.map(({ cell }, k) => [cell.id, k]));
  const kept = notebook.cells.map(({ id }) => numbers.get(id) ?? -1);
  // Cells that are still in the file's order hold what stands between cells in its place.
  const anchors = inOrder(kept);
  let passed = 0;
  const rests = (to: number): string => {
    const parts = gaps.slice(passed, to).map(({ rest }) => rest);
    passed = Math.max(passed, to);
    return parts.join("");
  };
  const body = cells.map((html, k) => {
    const from = kept[k] ?? -1;
    const rest = anchors.has(k) ? rests(from + 1) : "";
    return rest + (gaps[from]?.lead ?? `${lineEnd}  `) + html;
  });
  const first = (places.cells[0]?.span[0] ?? places.firstCell) - (gaps[0]?.lead.length ?? 0);
  const last = places.cells.at(-1)?.span[1] ?? places.firstCell;
  return text.slice(0, first) + body.join("") + rests(gaps.length) + text.slice(last);
}

/** What stands before a cell: the part that stays, and the white space that goes with the cell. */
interface Gap {
  readonly rest: string;
  readonly lead: string;
}

function gapsOf(text: string, { cells }: Places): readonly Gap[] {
  return cells.map(({ span }, k) => {
    const before = text.slice(cells[k - 1]?.span[1] ?? 0, span[0]);
    const lead = /^\s*$/.test(before) ? before : (/(\r\n|\r|\n)?[ \t]*$/.exec(before)?.[0] ?? "");
    // What stands before the first cell is the file's head, written by itself.
    return { lead, rest: k === 0 ? "" : before.slice(0, before.length - lead.length) };
  });
}

interface How {
  readonly places: Places;
  readonly lineEnd: string;
}

/** Returns every cell's HTML, such that Notebook Kit gives each the id that it has. */
function cellsHtml({ cells }: Notebook, text: string, { places, lineEnd }: How): readonly string[] {
  const written = new Map(places.cells.map((one) => [one.cell.id, one]));
  const taken = new Set<number>();
  let most = 0;
  return cells.map((cell) => {
    const own = written.get(cell.id);
    const attribute = Math.floor(Number(own?.idAttribute ?? ""));
    const counts = Number.isFinite(attribute) && attribute > 0 && !taken.has(attribute);
    const given = counts ? attribute : most + 1;
    most = Math.max(most, cell.id);
    taken.add(cell.id);
    if (!own || !isSameCell(own.cell, cell))
      return cellHtml(cell, own?.others).replaceAll("\n", lineEnd);
    const kept = text.slice(...own.span);
    if (given === cell.id) return kept;
    // Of two attributes of one name the first counts.
    return kept.replace(/^<script/i, (tag) => `${tag} id="${String(cell.id)}"`);
  });
}

/** Returns the text with the notebook's title in it, and where things stand then. */
function withTitle(
  { title, origin }: Notebook,
  text: string,
  { places, lineEnd }: How,
): { readonly text: string; readonly places: Places } {
  if (title === origin?.title) return { text, places };
  const [from, to] = places.title ?? [places.start, places.start];
  const escaped = textHtml(title);
  const put = places.title ? escaped : `${lineEnd}  <title>${escaped}</title>`;
  const shift = (at: number): number => (at < to ? at : at + put.length - (to - from));
  return {
    text: text.slice(0, from) + put + text.slice(to),
    places: {
      ...{ start: places.start, firstCell: shift(places.firstCell) },
      cells: places.cells.map(({ span, ...one }) => ({
        ...one,
        span: [shift(span[0]), shift(span[1])],
      })),
    },
  };
}
