import { expect, test } from "vitest";
import { edit, remove, rename } from "./change.ts";
import { endTyping, record, redo, startHistory, undo } from "./history.ts";
import { newNotebook } from "./notebook.ts";

const notebook = newNotebook("A", [
  ["js", ""],
  ["js", ""],
]);
type State = ReturnType<typeof startHistory>;
const type = (
  state: State,
  source: string,
  { time, cell = 1 }: { time: number; cell?: number },
): State =>
  record(state, edit(state.present, cell, source), { label: "Typing", cell, typing: true, time });
const source = ({ present }: State): string | undefined => present.cells[0]?.source;

test("typing in one cell is undone as one, a pause or another cell begins anew", () => {
  let state = startHistory(notebook);
  for (const [k, text] of ["a", "ab", "abc"].entries())
    state = type(state, text, { time: k * 200 });
  expect(state.past).toHaveLength(1);
  state = type(state, "abcd", { time: 2_000 });
  expect(state.past).toHaveLength(2);
  state = type(state, "x", { time: 2_100, cell: 2 });
  state = type(state, "abcde", { time: 2_200 });
  expect(state.past).toHaveLength(4);
  state = undo(undo(undo(state)));
  expect(source(state)).toBe("abc");
  expect(undo(state).present).toBe(notebook);
  expect(source(redo(redo(redo(undo(state)))))).toBe("abcd");
});

test("long typing without a pause is cut, and a cell that ran ends it", () => {
  let state = startHistory(notebook);
  for (let k = 0; k < 60; k++) state = type(state, "a".repeat(k + 1), { time: k * 400 });
  expect(state.past.length).toBe(3);
  const before = state.past.length;
  state = type(endTyping(state), "b", { time: 60 * 400 });
  expect(state.past.length).toBe(before + 1);
});

test("a change after undoing forgets what was undone; nothing to do is no step", () => {
  const start = startHistory(notebook);
  expect(undo(start)).toBe(start);
  expect(redo(start)).toBe(start);
  expect(record(start, notebook, { label: "Nothing", time: 0 })).toBe(start);
  const named = record(start, rename(notebook, "B"), { label: "Rename", time: 0 });
  const removed = remove(named.present, 2);
  if (!removed) throw new Error("no cell 2");
  const two = record(named, removed.notebook, { label: "Delete cell", cell: 2, time: 1 });
  expect(two.past.map(({ label, cell }) => [label, cell])).toEqual([
    ["Rename", undefined],
    ["Delete cell", 2],
  ]);
  const back = undo(two);
  expect(back.present).toBe(named.present);
  expect(redo(back)).toEqual({ present: two.present, past: two.past, future: [] });
  expect(record(back, rename(back.present, "C"), { label: "Rename", time: 2 }).future).toEqual([]);
});

test("memory is bounded in steps and in what they hold", () => {
  let state = startHistory(notebook);
  for (let k = 0; k < 1_000; k++)
    state = record(state, rename(state.present, String(k)), { label: "Rename", time: k });
  expect(state.past).toHaveLength(500);
  state = startHistory(notebook);
  for (let k = 0; k < 30; k++)
    state = record(state, edit(state.present, 1, String(k % 10).repeat(1_500_000)), {
      label: "Paste",
      time: k,
    });
  const held = new Set(state.past.flatMap(({ before }) => before.cells));
  expect([...held].reduce((sum, cell) => sum + cell.source.length, 0)).toBeLessThan(22_000_000);
  expect(state.past.length).toBeGreaterThan(10);
  const huge = edit(notebook, 1, "x".repeat(25_000_000));
  const one = record(startHistory(huge), edit(huge, 1, ""), { label: "Cut", time: 0 });
  expect(undo(one).present).toBe(huge);
});
