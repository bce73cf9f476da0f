/** Ids, limits, and the sentences where a file is no notebook. */

import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { insert } from "./change.ts";
import { isTooLong, readNotebook, writeNotebook } from "./notebook.ts";

const parser = new new JSDOM().window.DOMParser();
const read = (text: string): ReturnType<typeof readNotebook> =>
  readNotebook(text, { parser, name: "mine.html" });

test.each([
  ["an empty file", " \n", "an empty file"],
  ["a page", "<!doctype html><p>Hello</p>", 'a page of HTML without "<notebook>"'],
  ["an SVG", "<svg xmlns='x'></svg>", "an SVG picture"],
  ["a Jupyter notebook", '{"nbformat": 4}', "a Jupyter notebook"],
  ["JSON", "[1]", "JSON"],
  ["bytes", "\x89PNG\r\n\x1a\n\0\0\0", "a file that is no text"],
  ["a text that names it", "&lt;notebook> <!-- <notebook> -->", "text without it"],
])("%s is no notebook, and the sentence says what it is", (_, text, found) => {
  expect(() => read(text)).toThrow(
    `mine.html is not a notebook: expected HTML with a "<notebook>" in it, as Observable Notebook Kit writes it, found ${found}. Choose a file that was downloaded as a notebook.`,
  );
});

test("a file of 50 MB is refused at once with both sizes", () => {
  const start = performance.now();
  expect(() => read(`<notebook><script>${"x".repeat(50_000_000)}</script></notebook>`)).toThrow(
    "mine.html is too large for a notebook: expected at most 20 MB, found 50 MB.",
  );
  expect(() => read(`<notebook>${"☃".repeat(7_000_000)}`)).toThrow("found 21 MB");
  expect(performance.now() - start).toBeLessThan(2_000);
});

test("more than 2,000 cells are refused, 2,000 are read", () => {
  const cells = (count: number): string => `<notebook>${"<script></script>".repeat(count)}`;
  expect(() => read(cells(2_001))).toThrow("expected at most 2,000, found 2,001");
  expect(read(cells(2_000)).cells).toHaveLength(2_000);
});

test("a cell over 1 MB is read whole and marked as too long to run", () => {
  const long = "x".repeat(1_000_001);
  const [one, two] = read(`<notebook><script>${long}</script><script>a</script>`).cells;
  expect(one?.source).toBe(long);
  expect([one, two].map((cell) => cell && isTooLong(cell))).toEqual([true, false]);
});

test("ids beyond what can be counted are made unique", () => {
  const script = '<script id="9007199254740992">a</script>';
  const notebook = read(
    `<notebook>${script}<script>b</script><script>c</script>${script}</notebook>`,
  );
  expect(notebook.cells.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  const more = insert(notebook, "end", { mode: "js" });
  expect(more.id).toBe(5);
  expect(read(writeNotebook(more.notebook)).cells.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
});

test("odd tags in numbers do not take long", () => {
  const start = performance.now();
  for (const part of [
    "<",
    "<!--",
    "</script",
    "<script ",
    "<a b='",
    "<style>",
    "<!--<script>",
    "<title>",
  ])
    read(`<notebook><script>a</script></notebook>${part.repeat(20_000)}`);
  expect(performance.now() - start).toBeLessThan(10_000);
});
