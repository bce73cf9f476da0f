/** The notebooks of test/files: good ones come back byte for byte, hostile ones open and nothing of them runs. */

import { readFileSync, readdirSync } from "node:fs";
import { JSDOM } from "jsdom";
import { deserialize } from "observable:lib/serialize";
import { afterEach, expect, test } from "vitest";
import { hostileNotebooks } from "../../../test/files/notebooks/hostile/index.ts";
import {
  badPayloads,
  hugeCell,
  longCell,
  payloadOf,
  tooManyCells,
} from "../../../test/files/notebooks/hostile/made.ts";
import { edit, moveBy } from "../document/change.ts";
import { isTooLong, readNotebook, writeNotebook } from "../document/notebook.ts";
import { randomFrom } from "../document/testing/random.ts";
import { asKitReads, checkAgreement } from "../document/testing/agree.ts";
import { notebookFile } from "./download.ts";
import { readLink } from "./link.ts";
import { openFile } from "./open.ts";

const parser = new new JSDOM().window.DOMParser();
const folder = new URL("../../../test/files/notebooks/", import.meta.url);
const filesIn = (url: URL): string[] => readdirSync(url).filter((name) => name.endsWith(".html"));
const blobOf = (name: string): Blob =>
  new Blob([new Uint8Array(readFileSync(new URL(name, folder)))]);

afterEach(() => {
  expect("pwned" in globalThis).toBe(false);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

const cellCounts = {
  "all-cell-types.html": 11,
  "by-hand.html": 7,
  "empty-cells.html": 5,
  "escapes.html": 6,
  "hidden-pinned-output.html": 12,
  "light-dark.html": 1,
  "two-without-title.html": 4,
  "unicode.html": 3,
  "whole-page.html": 3,
  "windows.html": 2,
};

test("there are ten notebooks with what the format has", () => {
  const counts = filesIn(folder).map((name) => [
    name,
    deserialize(readFileSync(new URL(name, folder), "utf8"), { parser }).cells.length,
  ]);
  expect(Object.fromEntries(counts)).toEqual(cellCounts);
});

test.each(Object.keys(cellCounts))("%s comes back byte for byte", async (name) => {
  const blob = blobOf(name);
  const { notebook, photos, states, problems } = await openFile(blob, { parser, name });
  expect([photos, states, problems]).toEqual([[], {}, []]);
  const again = await notebookFile(notebook);
  expect(await again.blob.bytes()).toEqual(await blob.bytes());
  expect(notebook.origin?.places).toBeDefined();
});

test.each(Object.keys(cellCounts))(
  "%s can be changed, and Notebook Kit reads it the same",
  async (name) => {
    const text = await blobOf(name).text();
    for (let seed = 0; seed < 10; seed++)
      expect(checkAgreement(text, parser, randomFrom(seed))).toBe("in place");
    const notebook = readNotebook(text, { parser });
    for (const { id } of notebook.cells) {
      const changed = edit(notebook, id, "changed\n  twice");
      const kits = asKitReads(writeNotebook(changed), parser);
      expect(kits.cells.map((cell) => cell.source)).toEqual(
        changed.cells.map((cell) => cell.source),
      );
      const moved = writeNotebook(moveBy(notebook, id, 1));
      expect(asKitReads(moved, parser).cells).toEqual(moveBy(notebook, id, 1).cells);
    }
  },
);

test("every hostile notebook is in the list, and there are twenty or more", () => {
  const names = hostileNotebooks.map(({ name }) => `${name}.html`);
  expect(names.toSorted()).toEqual(filesIn(new URL("hostile/", folder)));
  expect(names.length).toBeGreaterThanOrEqual(20);
});

test.each(hostileNotebooks)(
  "$name opens as text: $tries",
  async ({ name, cells, problems = 0 }) => {
    const blob = blobOf(`hostile/${name}.html`);
    const opened = await openFile(blob, { parser, name });
    expect(opened.notebook.cells).toHaveLength(cells);
    expect(opened.problems.map(({ message }) => message)).toHaveLength(problems);
    expect(opened.photos).toEqual([]);
    expect(opened.states).toEqual({});
    expect(writeNotebook(opened.notebook)).toBe(opened.text);
    expect(new Set(opened.notebook.cells.map(({ id }) => id)).size).toBe(cells);
    checkAgreement(opened.text, parser, randomFrom(1));
  },
);

test("a cell of 50 MB is refused, one of 1.5 MB is shown only", async () => {
  const huge = new Blob([hugeCell()]);
  await expect(openFile(huge, { parser, name: "huge.html" })).rejects.toThrow(
    "huge.html is too large for a notebook: expected at most 20 MB, found 50 MB.",
  );
  const long = await openFile(new Blob([longCell()]), { parser });
  expect(long.notebook.cells.map(isTooLong)).toEqual([true]);
  await expect(openFile(new Blob([tooManyCells()]), { parser })).rejects.toThrow("found 2,001");
});

test.each(Object.entries(badPayloads))(
  "a link that %s gives a sentence in time",
  async (_, { payload, sentence }) => {
    const text = payload();
    const start = performance.now();
    const read = readLink(text).then((linked) =>
      readNotebook(linked.text, { parser, name: "The link" }),
    );
    await expect(read).rejects.toThrow(sentence);
    await expect(read).rejects.toMatchObject({ name: "ReadableError" });
    expect(performance.now() - start).toBeLessThan(2_000);
  },
);

test("the links that the tests make are read where nothing is wrong with them", async () => {
  expect(await readLink(payloadOf("\n<notebook>"))).toEqual({ text: "<notebook>", states: {} });
});
