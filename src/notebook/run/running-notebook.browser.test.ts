/** Edits of a notebook that runs: what runs again, what is released, what is told. */

import { observe } from "observable:runtime/stdlib/generators/index";
import { afterEach, expect, test } from "vitest";
import { compileCell } from "../compile/compile-cell.ts";
import type { CellSource } from "../compile/parts.ts";
import type { CompiledCell } from "../compiled.ts";
import { LoopGuard, RunMarks } from "../guard/index.ts";
import type { RunOptions } from "./options.ts";
import { Running } from "./running-notebook.ts";
import type { CellState, CellWait } from "./state.ts";
import { ViewStates } from "./view-states.ts";

let running: Running | undefined;
const roots = new Map<number, HTMLDivElement>();
const told = new Map<number, [CellState, CellWait | undefined]>();
/** How often each cell's function said that it ran. */
const runs: string[] = [];

afterEach(() => {
  running?.dispose();
  document.body.replaceChildren();
  for (const kept of [roots, told]) kept.clear();
  runs.length = 0;
});

const library = { ran: () => (name: string) => void runs.push(name) };

async function js(id: number, source: string, guard?: LoopGuard): Promise<CompiledCell> {
  return compile({ id, mode: "js", source, pinned: false, hidden: false }, guard);
}

function compile(cell: CellSource, guard?: LoopGuard): Promise<CompiledCell> {
  return compileCell(cell, { trusted: true, guard: guard?.forCell });
}

function open(cells: readonly CompiledCell[], options: Partial<RunOptions> = {}): Running {
  const made = new Running({
    onState: (id, state, wait) => told.set(id, [state, wait]),
    showError: (error, { line }) => {
      const element = document.createElement("p");
      element.className = "error";
      const at = line === undefined ? "" : ` (line ${String(line)})`;
      element.textContent = `${error instanceof Error ? error.message : String(error)}${at}`;
      return element;
    },
    ...options,
    library: { ...library, ...options.library },
  });
  running = made;
  for (const cell of cells) {
    const root = document.createElement("div");
    roots.set(cell.id, root);
    document.body.append(root);
    made.start(cell, root);
  }
  return made;
}

const text = (id: number): string => roots.get(id)?.textContent ?? "";
const state = (id: number): CellState | undefined => told.get(id)?.[0];
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));

test("a replaced cell runs, and what names it, and nothing else", async () => {
  const page = open([
    await js(1, "const a = (ran('a'), 1);"),
    await js(2, "(ran('b'), a + 1)"),
    await js(3, "(ran('c'), 'alone')"),
  ]);
  await expect.poll(() => text(2)).toBe("2");
  expect([...runs].sort()).toEqual(["a", "b", "c"]);
  page.replace(await js(1, "const a = (ran('a2'), 10);"));
  await expect.poll(() => text(2)).toBe("11");
  await settle();
  expect(runs.slice(3)).toEqual(["a2", "b"]);
});

test("a name that vanishes says so in those that name it, and they recover", async () => {
  const page = open([await js(1, "const a = 1;"), await js(2, "a + 1")]);
  await expect.poll(() => text(2)).toBe("2");
  page.replace(await js(1, "const other = 1;"));
  await expect.poll(() => text(2)).toBe("a is not defined");
  expect(state(2)).toBe("failed");
  page.replace(await js(1, "const a = 5;"));
  await expect.poll(() => text(2)).toBe("6");
  page.remove(1);
  await expect.poll(() => text(2)).toBe("a is not defined");
});

test("a name that two cells define stands as an error in both, until one gives it up", async () => {
  const page = open([
    await js(1, "const a = 1;"),
    await js(2, "const a = 2; display('shown');"),
    await js(3, "a"),
  ]);
  for (const id of [1, 2, 3])
    await expect.poll(() => text(id)).toContain("a is defined more than once");
  expect(page.names().duplicates).toEqual(new Map([["a", [1, 2]]]));
  page.replace(await js(1, "const b = 1;"));
  await expect.poll(() => text(3)).toBe("2");
  await expect.poll(() => text(2)).toBe('"shown"');
  await expect.poll(() => state(2)).toBe("done");
  expect(page.names().defined.get(1)).toEqual(["b"]);
});

test("what a cell made is released when it is replaced, removed or stopped, and when it comes too late", async () => {
  const released: string[] = [];
  const make = (name: string): AsyncGenerator<string, void> =>
    observe<string>((tell) => {
      tell(name);
      return () => void released.push(name);
    });
  let open1: (() => void) | undefined;
  const gate = (): Promise<void> => new Promise((resolve) => (open1 = resolve));
  const page = open([await js(1, "const a = make('first');"), await js(2, "a")], {
    library: { make: () => make, gate: () => gate },
  });
  await expect.poll(() => text(2)).toBe('"first"');
  page.replace(await js(1, "const a = make('second');"));
  await expect.poll(() => text(2)).toBe('"second"');
  expect(released).toEqual(["first"]);
  page.replace(await js(1, "await gate(); const a = make('late');"));
  await expect.poll(() => open1).toBeDefined();
  expect(released).toEqual(["first", "second"]);
  page.replace(await js(1, "const a = make('third');"));
  open1?.();
  await expect.poll(() => text(2)).toBe('"third"');
  expect(released).toEqual(["first", "second", "late"]);
  page.remove(1);
  await expect.poll(() => released).toEqual(["first", "second", "late", "third"]);
});

test("a cell tells what it waits for, and can be stopped and run again", async () => {
  const aborted: string[] = [];
  const never = (): AsyncGenerator<string, void> =>
    observe<string>(() => () => void aborted.push("x"));
  const page = open(
    [
      await js(1, "const trace = inspect();"),
      await js(2, "const n = trace.length;"),
      await js(3, "n"),
    ],
    { library: { inspect: () => never } },
  );
  await expect.poll(() => state(1)).toBe("running");
  await settle();
  expect(told.get(1)?.[1]).toEqual({ cells: [], network: true });
  expect(told.get(2)).toEqual([
    "waiting",
    { cells: [{ id: 1, names: ["trace"] }], network: false },
  ]);
  expect(told.get(3)?.[1]?.cells).toEqual([{ id: 2, names: ["n"] }]);
  page.stop(1);
  await expect.poll(() => aborted).toEqual(["x"]);
  expect(state(1)).toBe("stopped");
  expect(text(1)).toContain("Stopped");
  await expect.poll(() => text(2)).toContain("trace has no value: its cell was stopped");
  roots.get(1)?.querySelector("button")?.click();
  await expect.poll(() => state(1)).toBe("running");
  page.replace(await js(1, "const trace = [1, 2];"));
  await expect.poll(() => text(3)).toBe("2");
  await expect.poll(() => [1, 2, 3].map(state)).toEqual(["done", "done", "done"]);
});

test("an error tells its line in the cell's own source", async () => {
  open([
    await js(1, "const a = 1;\nnull.x;"),
    await js(2, "\n\nundefined.y"),
    await compile({
      id: 3,
      mode: "md",
      source: "# A\n\n${nothing.z}\n",
      pinned: false,
      hidden: false,
    }),
    await js(
      4,
      "const f = () => {\n  for (;;) throw new Error('deep');\n};\nf();",
      new LoopGuard(),
    ),
  ]);
  await expect.poll(() => text(1)).toContain("(line 2)");
  await expect.poll(() => text(2)).toContain("(line 3)");
  await expect.poll(() => text(3)).toBe("nothing is not defined");
  await expect.poll(() => text(4)).toBe("deep (line 2)");
});

test("a mistake in the source stands in its place, and its names are gone", async () => {
  const page = open([await js(1, "const a = 1;"), await js(2, "a + 1")]);
  await expect.poll(() => text(2)).toBe("2");
  const broken = await js(1, "const a = ;");
  expect(broken.error?.place).toMatchObject({ line: 1, column: 10 });
  page.replace(broken);
  await expect.poll(() => text(1)).toContain("Line 1, column 11: unexpected token");
  await expect.poll(() => text(2)).toBe("a is not defined");
});

test("an endless loop is stopped on a yes: the cell is switched off, also for the next page", async () => {
  const marks = new RunMarks({
    ...{ session: sessionStorage, local: undefined, now: () => Date.now() },
    afterTurn: (callback) => void setTimeout(callback),
  });
  const asked: string[] = [];
  const guard = new LoopGuard({
    confirm: (question) => asked.push(question) > 0,
    now: () => performance.now() * 100,
  });
  const switched: [number, boolean][] = [];
  const options = {
    ...{ guard, marks, notebook: "test/loops" },
    onSwitch: (id: number, off: boolean) => void switched.push([id, off]),
  };
  const loop = await js(1, "let n = 0; while (true) n++;", guard);
  const page = open([loop, await js(2, "n"), await js(3, "1 + 1", guard)], options);
  await expect.poll(() => state(1)).toBe("off");
  expect(asked).toHaveLength(1);
  await expect.poll(() => text(3)).toBe("2");
  await expect.poll(() => text(2)).toContain("n has no value: its cell is switched off");
  expect(text(1)).toContain("you stopped it");
  expect(text(1)).toContain("Run again");
  page.dispose();
  document.body.replaceChildren();
  const next = open([loop], options);
  await settle();
  expect(state(1)).toBe("off");
  next.replace(await js(1, "let n = 1;", guard));
  await expect.poll(() => state(1)).toBe("done");
  expect(switched).toEqual([
    [1, true],
    [1, false],
  ]);
  expect(marks.switchedOff("test/loops").size).toBe(0);
});

test("promises that starve the page are caught, a cell that really waits is not", async () => {
  const asked: string[] = [];
  const guard = new LoopGuard({ confirm: (question) => asked.push(question) > 0 });
  const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  open(
    [
      await js(
        1,
        "const end = performance.now() + 4000; while (performance.now() < end) await wait(); display('rested')",
        guard,
      ),
    ],
    { guard, library: { wait: () => wait } },
  );
  await expect.poll(() => text(1), { timeout: 10_000 }).toBe('"rested"');
  expect(asked).toEqual([]);
  running?.replace(await js(1, "while (true) await null;", guard));
  await expect.poll(() => state(1), { timeout: 10_000 }).toBe("off");
  expect(asked).toHaveLength(1);
});

test("the state of an input is told, and put back once", async () => {
  const input = (value: number): HTMLElement & { value: number } => {
    const element = document.createElement("div");
    return Object.assign(element, { value });
  };
  const heard: unknown[] = [];
  const states = new ViewStates({ "1.n": 7 }, (all) => heard.push(all));
  const cells = [
    await js(1, "const n = view(input(1));"),
    await js(2, "view(input(2)); n"),
    await js(3, "n"),
  ];
  const page = open(cells, { states, library: { input: () => input } });
  await expect.poll(() => text(3)).toBe("7");
  const element = roots.get(2)?.querySelector("div");
  if (!element) throw new Error("the input is not there");
  Object.assign(element, { value: { a: [3] } });
  element.dispatchEvent(new Event("input"));
  expect(heard).toEqual([{ "1.n": 7, "2.0": { a: [3] } }]);
  Object.assign(element, { value: new Map() });
  element.dispatchEvent(new Event("input"));
  expect(states.all).toEqual({ "1.n": 7, "2.0": { a: [3] } });
  page.rerun(1);
  await expect.poll(() => text(3)).toBe("1");
});
