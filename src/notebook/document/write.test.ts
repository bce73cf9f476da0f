/** What is written is what Notebook Kit writes, and what stands around the cells stays. */

import { JSDOM } from "jsdom";
import { deserialize, serialize } from "observable:lib/serialize";
import { expect, test } from "vitest";
import { edit, insert, move, moveBy, remove, rename } from "./change.ts";
import {
  type Notebook,
  cellModes,
  newCell,
  newNotebook,
  readNotebook,
  writeNotebook,
} from "./notebook.ts";
import { hidesItsEnd } from "./scan-script.ts";
import { randomFrom, randomSource } from "./testing/random.ts";

const { document, DOMParser } = new JSDOM().window;
const parser = new DOMParser();
const read = (text: string): Notebook => readNotebook(text, { parser });

/** Lines of nothing but spaces lose them in Notebook Kit's format. */
const withoutSpaces = (source: string): string =>
  source
    .split("\n")
    .map((line) => (line.trim() ? line : ""))
    .join("\n");

test("a new notebook is letter by letter what Notebook Kit writes", () => {
  for (let seed = 0; seed < 300; seed++) {
    const random = randomFrom(seed);
    const cells = Array.from({ length: random.upTo(4) }, (_, k) => {
      const source = randomSource(random);
      // Notebook Kit's own file of these is broken; see below what ours are.
      const held = /<\\*\/script(\/|$)/i.test(source) || source.includes("<!--") ? "x" : source;
      return {
        ...newCell(k * 3 + 1, random.pick(cellModes), held),
        ...{ pinned: random() < 0.5, hidden: random() < 0.5 },
        ...(random() < 0.3 && { output: random.pick(["a", 'b"c', "d & e", "<f>", "\u00a0"]) }),
      };
    });
    const theme = random.pick(["ink", { light: "air", dark: "midnight" }]);
    const ours: Notebook = {
      title: random.pick(["A", "<b> & c"]),
      theme,
      cells,
      readOnly: seed % 2 === 0,
    };
    const kits = deserialize(writeNotebook(ours), { parser });
    expect(kits.cells.map(({ value }) => value)).toEqual(
      cells.map(({ source }) => withoutSpaces(source)),
    );
    expect(writeNotebook(ours)).toBe(serialize(kits, { document }));
    expect(read(writeNotebook(ours))).toMatchObject({
      title: ours.title,
      theme,
      readOnly: ours.readOnly,
    });
  }
});

test.each([
  ["md", "</script/>", "</script />"],
  ["js", "const a = '</script", "const a = '</script"],
  ["js", "const a = '<!-- <script>';", "const a = '<\\!-- <script>';"],
  ["html", "<!-- <script> a", "<!-- <script> a\n-->"],
  ["html", "<!-- <script></script> -->", "<!-- <script></script> -->"],
  ["html", "<!-- a", "<!-- a"],
] as const)("in %s, %j is kept as %j and the next cell is safe", (mode, source, kept) => {
  const notebook = newNotebook("A", [
    [mode, source],
    ["md", "next"],
  ]);
  expect(read(writeNotebook(notebook)).cells.map((cell) => cell.source)).toEqual([kept, "next"]);
});

test("HTML knows when a script does not end at its end tag", () => {
  expect(hidesItsEnd("<!-- <script> ")).toBe(true);
  expect(hidesItsEnd("<!-- <script> --> ")).toBe(false);
  expect(hidesItsEnd("<!--> <script> ")).toBe(false);
  expect(hidesItsEnd("<!-- <scripts> ")).toBe(false);
  expect(hidesItsEnd("</script> ")).toBe(true);
});

const file = `\ufeff<!DOCTYPE html><!-- mine -->
<NOTEBOOK data-own='1' theme=ink>
<title>Old &amp; good</title>

  <script type=module id='7' data-since="2020">
  const a = 1
  </script>
  <!-- between -->
  <script type="text/markdown">
      # Kept
  </script  >
  <p>Text</p><script id=9>b</script>
  <!-- last -->
</notebook> after`;

const scripts = {
  seven: file.slice(file.indexOf("<script type=module"), file.indexOf("\n  <!-- between")),
  eight: file.slice(file.indexOf('<script type="text/markdown"'), file.indexOf("\n  <p>")),
};

test("an edit changes only its cell; attributes that nobody knows stay", () => {
  const notebook = read(file);
  expect(notebook.cells.map(({ id, source }) => [id, source])).toEqual([
    [7, "  const a = 1"],
    [8, "  # Kept"],
    [9, "b"],
  ]);
  expect(writeNotebook(edit(notebook, 7, "const a = 2;"))).toBe(
    file.replace(
      scripts.seven,
      '<script id="7" type="module" data-since="2020">\n    const a = 2;\n  </script>',
    ),
  );
  expect(writeNotebook(edit(edit(notebook, 7, "x"), 7, "  const a = 1"))).toBe(file);
});

test("a removed cell takes its line with it, a new one brings its own, comments stay", () => {
  const notebook = read(file);
  const without = remove(notebook, 8);
  expect(writeNotebook(without?.notebook ?? notebook)).toBe(
    file.replace(`\n  ${scripts.eight}`, ""),
  );
  const added = insert(notebook, { after: 7 }, { mode: "tex", source: "x" });
  expect(added.id).toBe(10);
  // The cell without an id would be counted anew behind a new one, so that its own is written.
  expect(writeNotebook(added.notebook)).toBe(
    file
      .replace(
        scripts.seven,
        `${scripts.seven}\n  <script id="10" type="application/x-tex">\n    x\n  </script>`,
      )
      .replace('<script type="text/markdown"', '<script id="8" type="text/markdown"'),
  );
});

test("a moved cell keeps its bytes, and what stands between cells keeps its place", () => {
  const notebook = read(file);
  const moved = writeNotebook(moveBy(notebook, 9, -1));
  expect(read(moved).cells.map(({ id }) => id)).toEqual([7, 9, 8]);
  for (const part of [
    "<!-- between -->",
    "<p>Text</p>",
    "<!-- last -->",
    "<script id=9>b</script>",
  ])
    expect(moved.split(part)).toHaveLength(2);
  expect(writeNotebook(move(read(moved), 9, "end"))).toContain(scripts.seven);
  expect(
    moved.startsWith("\ufeff<!DOCTYPE html><!-- mine -->\n<NOTEBOOK data-own='1' theme=ink>"),
  ).toBe(true);
});

test("a title is replaced, or put where there was none", () => {
  const renamed = rename(read(file), "New\n<title> ");
  expect(writeNotebook(renamed)).toBe(file.replace("Old &amp; good", "New &lt;title&gt;"));
  const bare = "<notebook>\r\n  <script id=1>a</script>\r\n</notebook>";
  const named = edit(rename(read(bare), "Name"), 1, "b");
  expect(writeNotebook(named)).toBe(
    '<notebook>\r\n  <title>Name</title>\r\n  <script id="1" type="module">\r\n    b\r\n  </script>\r\n</notebook>',
  );
});

test("a notebook without cells gets its first one inside", () => {
  for (const empty of [
    '<!doctype html>\n<notebook theme="air">\n  <title>A</title>\n</notebook>\n',
    "<title>A</title><notebook></notebook>",
  ]) {
    const { notebook } = insert(read(empty), "end", { mode: "md", source: "hello" });
    expect(read(writeNotebook(notebook))).toMatchObject({
      title: "A",
      cells: [{ id: 1, source: "hello" }],
    });
  }
});

test("a text too odd to be changed in its place is written anew, with every cell", () => {
  const odd = "<notebook><svg><script>a</script></svg><script>b";
  const notebook = read(odd);
  expect(notebook.origin?.places).toBeUndefined();
  expect(writeNotebook(notebook)).toBe(odd);
  expect(read(writeNotebook(edit(notebook, 2, "c"))).cells.map(({ source }) => source)).toEqual([
    "a",
    "c",
  ]);
});
