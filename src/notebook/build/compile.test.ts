import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import type { CompiledNotebook } from "../compiled.ts";
import { type Tools, compileNotebook, describeNotebook } from "./compile.ts";

const { document, DOMParser } = new JSDOM().window;
const tools: Tools = {
  document,
  parser: new DOMParser(),
  markdown(source) {
    const element = document.createElement("div");
    element.innerHTML = source
      .split("\n\n")
      .map((part) => (part.startsWith("# ") ? `<h1>${part.slice(2)}</h1>` : `<p>${part}</p>`))
      .join("");
    return element;
  },
  highlight: (code) => {
    code.innerHTML = `<b>${code.innerHTML}</b>`;
    return Promise.resolve();
  },
};

const notebook = (...cells: string[]): string =>
  `<!doctype html>\n<notebook theme="air">\n  <title>Two cups</title>\n${cells.join("\n")}\n</notebook>\n`;

async function compiled(...cells: string[]): Promise<CompiledNotebook> {
  const source = await compileNotebook(notebook(...cells), tools);
  const module = (await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`
  )) as {
    default: CompiledNotebook;
  };
  return module.default;
}

test("Markdown without expressions is HTML already", async () => {
  const { title, cells } = await compiled(
    '<script id="4" type="text/markdown"># Hot\n\nBoth.</script>',
  );
  expect(title).toBe("Two cups");
  expect(cells).toMatchObject([{ id: 4, mode: "md", html: "<h1>Hot</h1><p>Both.</p>" }]);
  expect(cells[0]?.definition).toBeUndefined();
});

test("JavaScript runs with its inputs and gives its outputs", async () => {
  const { cells } = await compiled(
    '<script id="1" type="module">const sum = left + right;</script>',
  );
  const definition = cells[0]?.definition;
  expect(definition).toMatchObject({ inputs: ["left", "right"], outputs: ["sum"], display: true });
  const body = definition?.body as unknown as (a: number, b: number) => unknown;
  expect(body(40, 2)).toEqual({ sum: 42 });
});

test("an expression is displayed by itself, a hidden cell is not", async () => {
  const { cells } = await compiled(
    '<script id="1" type="module">1 + 1</script>',
    '<script id="2" type="module" hidden="">2 + 2</script>',
  );
  expect(cells.map(({ definition }) => definition?.autodisplay)).toEqual([true, false]);
});

test("Markdown with expressions is a cell that waits for what it names", async () => {
  const { cells } = await compiled(
    '<script id="1" type="text/markdown">Channel ${channel} of ${layer}</script>',
  );
  expect(cells[0]?.html).toBeUndefined();
  expect(cells[0]?.definition?.inputs).toEqual(expect.arrayContaining(["channel", "layer", "md"]));
});

test("the source stays as it was written, whatever is in it", async () => {
  const { cells } = await compiled(
    '<script id="1" type="module" pinned="">const text = `</${"script"}> <\\/script> "\\u2028"`;</script>',
  );
  expect(cells[0]).toMatchObject({ pinned: true, mode: "js" });
  expect(cells[0]?.source).toBe('const text = `</${"script"}> </script> "\\u2028"`;');
  expect(cells[0]?.sourceHtml).toContain("&lt;/script&gt;");
});

test.each([
  ["a syntax error", '<script id="7" type="module">const = 3;</script>', /^cell 7: /],
  [
    "an import",
    '<script id="8" type="module">import x from "npm:lodash";</script>',
    /cell 8: .*can't import/,
  ],
  [
    "a language that the page has not",
    '<script id="9" type="text/x-python">1</script>',
    /cell 9: "python"/,
  ],
])("%s names its cell", async (_, cell, message) => {
  await expect(compileNotebook(notebook(cell), tools)).rejects.toThrow(message);
});

test("a card has the title and the first paragraph", () => {
  const text = notebook(
    '<script id="1" type="module">0</script>',
    '<script id="2" type="text/markdown"># Hot\n\nTwo cups stand there.\n\nMore.</script>',
  );
  expect(describeNotebook(text, tools)).toEqual({
    title: "Two cups",
    summary: "Two cups stand there.",
  });
});
