import { JSDOM } from "jsdom";
import { beforeEach, expect, test } from "vitest";
import type { CompiledCell } from "../../notebook/compiled.ts";
import { CompileError } from "../../notebook/compile/compile-error.ts";
import { type Notebook, type NotebookCell, newNotebook } from "../../notebook/document/notebook.ts";
import type { RunningNotebook } from "../../notebook/run/state.ts";
import { Desk } from "./desk.svelte.ts";
import { Runner } from "./runner.svelte.ts";

const { document } = new JSDOM().window;
let log: string[];
let saved: string[];

const running: RunningNotebook = {
  start: ({ id, source }) => log.push(`start ${String(id)} ${source}`),
  replace: ({ id, source }) => log.push(`replace ${String(id)} ${source}`),
  remove: (id) => log.push(`remove ${String(id)}`),
  stop: (id) => log.push(`stop ${String(id)}`),
  rerun: (id) => log.push(`rerun ${String(id)}`),
  names: () => ({ defined: new Map(), duplicates: new Map() }),
  dispose: () => log.push("dispose"),
};

function compile(cell: NotebookCell): Promise<CompiledCell> {
  const { id, mode, source, pinned } = cell;
  const shared = { id, mode, source, pinned, sourceHtml: source };
  if (source === "(") return Promise.resolve({ ...shared, error: new CompileError({ what: "(" }) });
  if (mode === "md") return Promise.resolve({ ...shared, html: `<p>${source}</p>` });
  return Promise.resolve({ ...shared, definition: { id, body: () => 0 } });
}

/** Opens a notebook as the page does: every cell of it stands in the page. */
function open(notebook: Notebook): Desk {
  const runner = new Runner({ running, shipped: () => undefined, compile });
  return new Desk(notebook, { runner, onchange: (text) => saved.push(text) });
}

/** Does what the page does after a change: cells that are new in it are attached. */
const attached = new WeakMap<Desk, Set<number>>();
async function draw(desk: Desk): Promise<string[]> {
  const known = attached.get(desk) ?? new Set();
  const cells = desk.notebook.cells;
  for (const cell of cells) {
    if (!known.has(cell.id)) desk.runner.attach(cell, document.createElement("div"));
  }
  attached.set(desk, new Set(cells.map(({ id }) => id)));
  await new Promise((resolve) => setTimeout(resolve));
  return log.splice(0);
}

const three = (): Notebook =>
  newNotebook("Three", [
    ["js", "a = 1"],
    ["md", "text"],
    ["js", "b = 2"],
  ]);

beforeEach(() => {
  log = [];
  saved = [];
});

test("a notebook that opens runs every cell once and saves nothing", async () => {
  const desk = open(three());
  expect(await draw(desk)).toEqual(["start 1 a = 1", "start 2 text", "start 3 b = 2"]);
  expect(saved).toEqual([]);
});

test("what is typed is saved at once and runs when it is told to; the others stay", async () => {
  const desk = open(three());
  await draw(desk);
  desk.edit(1);
  desk.type(1, "a = 10");
  expect(await draw(desk)).toEqual([]);
  expect(saved.at(-1)).toContain("a = 10");
  expect(desk.notebook.cells[0] && desk.isUnrun(desk.notebook.cells[0])).toBe(true);
  desk.run(1);
  expect(await draw(desk)).toEqual(["replace 1 a = 10"]);
  desk.run(1);
  expect(await draw(desk)).toEqual(["rerun 1"]);
});

test("a text is shown when its editor is left, code waits", async () => {
  const desk = open(three());
  await draw(desk);
  desk.edit(2);
  desk.type(2, "new text");
  desk.leave();
  await draw(desk);
  expect(desk.runner.compiled.get(2)?.html).toBe("<p>new text</p>");
  desk.edit(3);
  desk.type(3, "b = 3");
  desk.leave();
  expect(await draw(desk)).toEqual([]);
});

test("moving, pinning and renaming run nothing", async () => {
  const desk = open(three());
  await draw(desk);
  desk.moveBy(3, -2);
  desk.setPinned(1, false);
  desk.rename("Four");
  expect(await draw(desk)).toEqual([]);
  expect(desk.notebook.cells.map(({ id }) => id)).toEqual([3, 1, 2]);
  expect(saved).toHaveLength(3);
});

test("a deleted cell is gone from the runtime, and undone it is as it was", async () => {
  const desk = open(three());
  await draw(desk);
  desk.delete(1);
  expect(await draw(desk)).toEqual(["remove 1"]);
  expect(desk.current).toBe(2);
  desk.notice?.action?.run();
  expect(await draw(desk)).toEqual(["start 1 a = 1"]);
  expect(desk.notebook).toEqual(three());
});

test("the offer to undo a deletion leaves later changes alone", async () => {
  const desk = open(three());
  await draw(desk);
  desk.delete(1);
  desk.moveBy(3, -1);
  desk.notice?.action?.run();
  await draw(desk);
  expect(desk.notebook.cells.map(({ source }) => source)).toEqual(["a = 1", "b = 2", "text"]);
});

test("undo and redo of typing that had run run again what they bring back", async () => {
  const desk = open(three());
  await draw(desk);
  desk.edit(1);
  desk.type(1, "a = 10");
  desk.run(1);
  desk.leave();
  await draw(desk);
  desk.undo();
  expect(await draw(desk)).toEqual(["replace 1 a = 1"]);
  desk.redo();
  expect(await draw(desk)).toEqual(["replace 1 a = 10"]);
});

test("running the last cell begins a new one, and goes on past a mistake", async () => {
  const desk = open(three());
  await draw(desk);
  desk.edit(3);
  desk.type(3, "(");
  desk.runAndGo(3);
  expect(desk.notebook.cells).toHaveLength(4);
  expect(desk.editing).toBe(4);
  await draw(desk);
  expect(desk.runner.mistakes.has(3)).toBe(true);
  desk.runAndGo(1);
  expect(desk.editing).toBeUndefined();
  expect(desk.current).toBe(2);
});

test("a dragged cell falls where the line was", async () => {
  const desk = open(three());
  await draw(desk);
  desk.dragging = 1;
  desk.drop = { after: 3 };
  desk.dropHere();
  expect(desk.notebook.cells.map(({ id }) => id)).toEqual([2, 3, 1]);
  expect([desk.dragging, desk.drop]).toEqual([undefined, undefined]);
  expect(await draw(desk)).toEqual([]);
});

test("where undo or redo takes the selected cell away, its neighbour is selected", async () => {
  const desk = open(three());
  await draw(desk);
  const [first, , last] = desk.notebook.cells.map(({ id }) => id);
  desk.duplicate(last ?? 0);
  const copy = desk.current;
  expect(copy).not.toBe(last);
  desk.undo();
  expect(desk.current).toBe(last);
  desk.delete(first ?? 0);
  desk.undo();
  expect(desk.current).toBe(first);
  desk.redo();
  expect(desk.current).toBe(desk.notebook.cells[0]?.id);
  expect(desk.wanted).toEqual({ id: desk.current });
});
