/** Strangers' notebooks: nothing runs, nothing is asked of a server, everything is shown within seconds. */

import { afterEach, beforeEach, expect, test } from "vitest";
import { hostileNotebooks } from "../../../test/files/notebooks/hostile/index.ts";
import { compileCell } from "../compile/compile-cell.ts";
import type { CellSource } from "../compile/parts.ts";
import { readNotebook } from "../document/notebook.ts";
import { Running } from "../run/running-notebook.ts";
import { loadSanitiser } from "./sanitise.ts";
import { plainStyle } from "./style.ts";

const files = import.meta.glob<string>("../../../test/files/notebooks/hostile/*.html", {
  ...{ query: "?raw", import: "default", eager: true },
});
const textOf = (name: string): string =>
  Object.entries(files).find(([path]) => path.endsWith(`/${name}.html`))?.[1] ?? "";

const foreign = (): string[] =>
  performance
    .getEntriesByType("resource")
    .map(({ name }) => name)
    .filter((name) => /^https?:/.test(name) && !name.startsWith(location.origin));

const pwned = (): unknown => Reflect.get(globalThis, "pwned");

beforeEach(() => {
  performance.clearResourceTimings();
  Reflect.deleteProperty(globalThis, "pwned");
});
afterEach(() => {
  document.body.replaceChildren();
});

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));

function expectHarmless(root: ParentNode): void {
  for (const element of root.querySelectorAll("*")) {
    expect(element.localName).not.toMatch(
      /^(?:script|style|iframe|object|embed|form|input|button|meta|link|base|video|audio|use)$/,
    );
    for (const { name, value } of element.attributes) {
      expect(name).not.toMatch(/^on/);
      expect(value).not.toMatch(/^\s*(?:javascript|vbscript|data:text)/i);
      if (name === "id" || name === "name") expect(value).toMatch(/^user-content-/);
    }
  }
  for (const link of root.querySelectorAll("a[href]")) {
    expect(link.getAttribute("rel")).toContain("noopener");
    expect(link.getAttribute("target")).toBe("_blank");
  }
}

test.each(hostileNotebooks.map(({ name, shows }) => [name, shows]))(
  "%s does nothing before it is trusted",
  async (name) => {
    const start = performance.now();
    const { cells } = readNotebook(textOf(name));
    for (const cell of cells) {
      const compiled = await compileCell(cell, { trusted: false });
      expect(compiled.definition).toBeUndefined();
      const root = document.createElement("div");
      root.innerHTML = compiled.html ?? "";
      document.body.append(root);
      if (cell.mode !== "tex") expectHarmless(root);
      for (const button of root.querySelectorAll<HTMLElement>("a, summary")) {
        button.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
        button.focus();
      }
    }
    // Layout counts too.
    document.body.getBoundingClientRect();
    expect(performance.now() - start).toBeLessThan(10_000);
    await settle();
    expect(pwned()).toBeUndefined();
    expect(foreign()).toEqual([]);
  },
);

const cell = (mode: CellSource["mode"], source: string): CellSource => ({
  ...{ id: 1, mode, source, pinned: false, hidden: false },
});
const shown = async (mode: CellSource["mode"], source: string): Promise<string> =>
  (await compileCell(cell(mode, source), { trusted: false })).html ?? "";

test("expressions stand as text until the notebook is trusted", async () => {
  expect(await shown("md", "The **answer** is ${globalThis.pwned = 1}.")).toBe(
    '<p>The <strong>answer</strong> is <code class="expression">${globalThis.pwned = 1}</code>.</p>\n',
  );
  expect(await shown("html", '<p title="${a}">${`<b>${b}</b>`}</p>')).toBe(
    '<p><code class="expression">${`&lt;b&gt;${b}&lt;/b&gt;`}</code></p>',
  );
  expect(await shown("tex", "x^2")).toContain("katex");
  expect((await compileCell(cell("tex", "${x}"), { trusted: false })).html).toBeUndefined();
  expect((await compileCell(cell("js", "pwned = 1"), { trusted: false })).html).toBeUndefined();
});

test("what is too long says so", async () => {
  const { error } = await compileCell(cell("md", "a ".repeat(60_000)), { trusted: false });
  expect(error?.message).toContain("too long to be shown");
  const { error: huge } = await compileCell(cell("js", ";".repeat(1_000_001)), { trusted: true });
  expect(huge?.message).toContain("too long to be read");
});

test("a language that the page has not gets a sentence", async () => {
  expect((await compileCell(cell("python", "1"), { trusted: true })).html).toContain(
    "Cells in Python do not run in the page",
  );
});

test("styles keep what is harmless", () => {
  expect(plainStyle("color: red; position: fixed; margin: 0 1em")).toBe(
    "color: red; margin: 0 1em",
  );
  for (const style of [
    "background: url(https://evil.example/)",
    "background-color: u\\72l(//evil.example)",
    "width: expression(1)",
    "margin: -100px",
    "color: var(--x, image(x))",
  ]) {
    expect(plainStyle(style), style).toBeUndefined();
  }
});

test("pictures inside the text and links stay", async () => {
  const sanitiser = await loadSanitiser();
  const picture = '<img src="data:image/png;base64,AAAA" alt="A">';
  expect(sanitiser.html(picture)).toBe(picture);
  expect(sanitiser.html('<img src="//evil.example/x.png" alt="A">')).toBe('<img alt="A">');
  expect(sanitiser.html('<a href="https://arxiv.org/">paper</a>')).toContain(
    'href="https://arxiv.org/"',
  );
  expect(
    sanitiser.html(
      '<svg viewBox="0 0 2 2"><circle r="1" fill="url(https://evil.example/)"></circle></svg>',
    ),
  ).toBe('<svg viewBox="0 0 2 2"><circle r="1"></circle></svg>');
});

test("after trust, texts of strangers are sanitised, and what expressions put in works", async () => {
  const cells = [
    cell(
      "md",
      '# A <img src=x onerror="globalThis.pwned = 1">\n\n${button} <b onclick="globalThis.pwned = 1">x</b>',
    ),
    {
      ...cell(
        "html",
        '<p><script>globalThis.pwned = 1</script><b onclick="globalThis.pwned = 1">${"safe"}</b>${[button2]}</p>',
      ),
      id: 2,
    },
    { ...cell("md", '<b onclick="globalThis.pwned = 1">static</b>'), id: 3 },
  ];
  let clicks = 0;
  const button = (): HTMLButtonElement => {
    const element = document.createElement("button");
    element.addEventListener("click", () => clicks++);
    element.setAttribute("onclick", "0");
    return element;
  };
  const page = new Running({
    library: { button, button2: button, md: () => 0, htl: () => import("htl") },
    showError: (error) =>
      Object.assign(document.createElement("p"), { textContent: String(error) }),
  });
  const roots: HTMLDivElement[] = [];
  for (const one of cells) {
    const root = document.createElement("div");
    document.body.append(root);
    roots.push(root);
    page.start(await compileCell(one, { trusted: true, strangers: true }), root);
  }
  await expect.poll(() => document.querySelectorAll("button").length).toBe(2);
  for (const element of document.querySelectorAll<HTMLElement>("b, button")) element.click();
  await settle();
  expect(clicks).toBe(2);
  expect(pwned()).toBeUndefined();
  expect(document.querySelectorAll("[onerror], b[onclick], script:not(head script)").length).toBe(
    0,
  );
  expect(roots[1]?.textContent).toBe("safe");
  expect(roots[2]?.textContent).toBe("static\n");
  page.dispose();
});
