import { readFile } from "node:fs/promises";
import { type Cell, deserialize, toCell, transpile } from "@observablehq/notebook-kit";
import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { kitParts } from "../build/kit-parts.ts";
import { CompileError } from "./compile-error.ts";
import type { CellSource } from "./parts.ts";
import { transpileCell } from "./transpile.ts";

const parser = new new JSDOM().window.DOMParser();

const source = (mode: CellSource["mode"], text: string): CellSource => ({
  ...{ id: 1, mode, source: text, pinned: false, hidden: false },
});

async function failure(cell: CellSource): Promise<CompileError> {
  const thrown: unknown = await transpileCell(cell, kitParts).catch((error: unknown) => error);
  if (!(thrown instanceof CompileError)) throw new Error("a CompileError was expected");
  return thrown;
}

const samples: readonly Cell[] = [
  ...["", "1 + 1", "\nconst a = 1;\n", "await b", "({a: 1})", "{a: 1}", "x // why"],
  ...["const {a, b: [c, ...d]} = e; function f() {} class G {}", "view(x)", "display(1)"],
  ...["async function f() { await 1 }", "for await (const a of b) c(a);", "class A {}"],
].map((value) => toCell({ id: 1, value, mode: "js" }));
const templates: readonly Cell[] = (["md", "html", "tex"] as const).flatMap((mode) =>
  ["", "a ${b} `c` \\d", "# ${x}\n${await y}", "\\${no}", "a\\"].map((value) =>
    toCell({ id: 1, value, mode }),
  ),
);
const typed = ["const a: number = b;", "x as string", "interface A {}\nconst a = <A>b;"].map(
  (value) => toCell({ id: 1, value, mode: "ts" }),
);

test.each(["channel-weights", "squeeze-and-excitation"])(
  "%s comes out as Notebook Kit compiles it",
  async (name) => {
    const { cells } = deserialize(await readFile(`notebooks/${name}.html`, "utf8"), { parser });
    expect(cells.length).toBeGreaterThan(10);
    for (const cell of cells) await expectAsKit(cell);
  },
);

test.each([...samples, ...templates, ...typed].map((cell) => [cell.mode, cell.value, cell]))(
  "%s %j comes out as Notebook Kit compiles it",
  async (_mode, _value, cell) => {
    await expectAsKit(cell);
    await expectAsKit({ ...cell, hidden: true });
    await expectAsKit({ ...cell, output: "named" });
  },
);

async function expectAsKit({ value, ...cell }: Cell): Promise<void> {
  const own = await transpileCell({ ...cell, source: value } as CellSource, kitParts);
  const kit = transpile({ ...cell, value });
  const { body, inputs, outputs, output, autodisplay } = own;
  expect({ body, inputs, outputs, output, autodisplay }).toEqual({
    ...{ body: kit.body, inputs: kit.inputs, outputs: kit.outputs },
    ...{ output: kit.output, autodisplay: kit.autodisplay },
  });
}

test.each([
  ["js", "const = 3;", 1, 6],
  ["js", "const a = 1;\nconst b = ;", 2, 10],
  ["js", "a = 2", 1, 0],
  ["js", "const Math = 2", 1, 6],
  ["js", "export const a = 1;", 1, 0],
  ["md", "# Title\n${a b}", 2, 4],
  ["md", "${a = 1}", 1, 2],
  ["html", "<p>${const a}</p>", 1, 5],
  ["tex", "x ${", 1, 4],
] as const)("a mistake in %s %j stands in line %i, column %i", async (mode, text, line, column) => {
  const error = await failure(source(mode, text));
  expect(error.place).toMatchObject({ line, column });
  expect(error.message).toMatch(
    new RegExp(`^Line ${String(line)}, column ${String(column + 1)}: `),
  );
});

test.each([
  'import x from "npm:lodash";',
  "const x = 1;\nconst y = await import('./a.js');",
  "import.meta.url",
  "() => import(x)",
])("%j can't import, and is told what to do", async (text) => {
  const error = await failure(source("js", text));
  expect(error.message).toContain("can't import");
  expect(text.slice(error.place?.from, error.place?.to)).toMatch(/^import/);
});

test("a string that reads import( is none", async () => {
  await expect(
    transpileCell(source("js", '"import(x)" // import(y)'), kitParts),
  ).resolves.toBeDefined();
});

test("what is nested too deeply gets a sentence", async () => {
  const deep = `${"(".repeat(20_000)}1${")".repeat(20_000)}`;
  expect((await failure(source("js", deep))).message).toContain("nested too deeply");
});
