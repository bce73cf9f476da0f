/** What must hold of every text that is read as a notebook, checked against Notebook Kit's own reading. */

import { deserialize } from "observable:lib/serialize";
import { expect } from "vitest";
import { duplicate, edit, insert, move, moveBy, remove, rename, setHidden } from "../change.ts";
import {
  type Notebook,
  type Parser,
  isSameCell,
  readNotebook,
  writeNotebook,
} from "../notebook.ts";
import { hidesItsEnd } from "../scan-script.ts";
import { type Random, randomSource } from "./random.ts";

type Said = Pick<Notebook, "title" | "cells">;

/** Returns what Notebook Kit makes of a text, in our words. */
export function asKitReads(text: string, parser: Parser): Said {
  const { title, cells } = deserialize(text, { parser });
  return {
    title,
    cells: cells.map(({ id, mode, value, pinned, hidden, ...more }) => ({
      ...{ id, mode, source: value, pinned, hidden },
      ...(more.output !== undefined && { output: more.output }),
      ...(more.format !== undefined && { format: more.format }),
      ...(more.database !== undefined && { database: more.database }),
    })),
  };
}

/** Reads a text, checks that nothing is lost, changes it at random and checks what Notebook Kit reads then. */
export function checkAgreement(text: string, parser: Parser, random: Random): "in place" | "anew" {
  const notebook = readNotebook(text, { parser });
  const shown = JSON.stringify(text);
  expect(said(notebook), shown).toEqual(asKitReads(text, parser));
  expect(writeNotebook(notebook), shown).toBe(text);
  const changed = randomChange(notebook, random);
  const written = writeNotebook(changed);
  const both = `${shown}\n→ ${JSON.stringify(written)}`;
  expect(asKitReads(written, parser), both).toEqual(
    written === text ? said(notebook) : asWritten(changed),
  );
  const places = notebook.origin?.places;
  for (const { cell, span } of places?.cells ?? []) {
    if (!changed.cells.includes(cell)) continue;
    // An id that Notebook Kit would count anew is written; the rest of the tag and all in it stays.
    const bytes = text.slice(...span).replace(/^<script/i, "");
    expect(written.includes(bytes), both).toBe(true);
  }
  // The way back to what it was gives the file as it was.
  const back = {
    ...changed,
    title: notebook.title,
    cells: notebook.cells.map((one) => ({ ...one })),
  };
  expect(writeNotebook(back), shown).toBe(text);
  return places ? "in place" : "anew";
}

/** Returns a notebook after some changes. */
function randomChange(notebook: Notebook, random: Random): Notebook {
  let next = notebook;
  for (let k = random.upTo(4) + 1; k > 0; k--) {
    const id = next.cells.length > 0 ? random.pick(next.cells).id : 0;
    const other = next.cells.length > 0 ? random.pick(next.cells).id : 0;
    const source = randomSource(random);
    const changes: (() => Notebook | undefined)[] = [
      () => edit(next, id, source),
      () =>
        insert(next, random.pick(["start", "end", { after: id }]), { mode: "js", source }).notebook,
      () => insert(next, { before: id }, { mode: "md", source }).notebook,
      () => remove(next, id)?.notebook,
      () => moveBy(next, id, random.pick([-1, 1, 2])),
      () => move(next, id, { after: other }),
      () => duplicate(next, id)?.notebook,
      () => rename(next, `New <title> & ${String(k)}`),
      () => setHidden(next, id, random() < 0.5),
    ];
    next = random.pick(changes)() ?? next;
  }
  return next;
}

/** Returns what a file of the notebook can say: a line of spaces loses them, what hides its own end is changed. */
function asWritten({ title, cells, origin }: Notebook): Said {
  return {
    title,
    cells: cells.map((cell) => {
      if (origin?.places && origin.cells.some((one) => isSameCell(one, cell))) return cell;
      const { output, source, ...rest } = cell;
      const lines = source.split("\n").map((line) => (line.trim() ? line : ""));
      const own = { ...rest, source: asHeld(lines.join("\n"), cell.mode) };
      return output ? { ...own, output } : own;
    }),
  };
}

function asHeld(source: string, mode: string): string {
  const escaped = source.replace(/<(?=\\*\/script)/gi, "<\\");
  if (!hidesItsEnd(`${escaped}\n`)) return source;
  return mode === "md" || mode === "html" ? `${source}\n-->` : source.replaceAll("<!--", "<\\!--");
}

function said({ title, cells }: Notebook): Said {
  return { title, cells };
}
