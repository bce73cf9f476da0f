import { expect, test } from "vitest";
import {
  duplicate,
  edit,
  insert,
  move,
  moveBy,
  putBack,
  remove,
  rename,
  setHidden,
  setMode,
  setPinned,
} from "./change.ts";
import { type Notebook, newNotebook } from "./notebook.ts";

const notebook = newNotebook("A", [
  ["md", "one"],
  ["js", "two"],
  ["html", "three"],
]);
const ids = ({ cells }: Notebook): number[] => cells.map(({ id }) => id);

test("a change makes a new notebook and leaves the other cells as they are", () => {
  const next = edit(notebook, 2, "2\r\n3");
  expect(next.cells[1]).toEqual({ ...notebook.cells[1], source: "2\n3" });
  expect(next.cells[0]).toBe(notebook.cells[0]);
  expect(notebook.cells[1]?.source).toBe("two");
  expect(setHidden(notebook, 1, true).cells[0]?.hidden).toBe(true);
  expect(setPinned(notebook, 1, true).cells[0]?.pinned).toBe(true);
  expect(rename(notebook, " a\n b ").title).toBe("a b");
  expect(rename(notebook, " ").title).toBe("Untitled");
});

test("what changes nothing gives the same notebook", () => {
  expect(edit(notebook, 2, "two")).toBe(notebook);
  expect(edit(notebook, 9, "x")).toBe(notebook);
  expect(setMode(notebook, 2, "js")).toBe(notebook);
  expect(moveBy(notebook, 1, -1)).toBe(notebook);
  expect(move(notebook, 1, { before: 2 })).toBe(notebook);
  expect(move(notebook, 9, "end")).toBe(notebook);
  expect(rename(notebook, "A")).toBe(notebook);
  expect(remove(notebook, 9)).toBeUndefined();
  expect(duplicate(notebook, 9)).toBeUndefined();
});

test("a mode brings what its cells have, and takes away what others had", () => {
  const sql = setMode(setHidden(notebook, 1, true), 1, "sql");
  expect(sql.cells[0]).toEqual({
    ...{ id: 1, mode: "sql", source: "one", pinned: true, hidden: true, database: "var:db" },
  });
  expect(setMode(sql, 1, "md").cells[0]).toEqual({ ...notebook.cells[0], hidden: true });
});

test("new cells have ids of their own, also behind removed ones of the file", () => {
  const { notebook: more, id } = insert(notebook, { before: 2 }, { mode: "tex", source: "x" });
  expect([ids(more), id]).toEqual([[1, 4, 2, 3], 4]);
  expect(ids(insert(notebook, "start", { mode: "js" }).notebook)).toEqual([4, 1, 2, 3]);
  expect(ids(insert(notebook, { after: 99 }, { mode: "js" }).notebook)).toEqual([1, 2, 3, 4]);
  const copied = duplicate(notebook, 1);
  expect(copied && ids(copied.notebook)).toEqual([1, 4, 2, 3]);
  expect(copied?.notebook.cells[1]).toEqual({ ...notebook.cells[0], id: 4 });
  const origin = { text: "", title: "A", theme: "air", readOnly: false, cells: notebook.cells };
  const read = { ...notebook, origin };
  expect(insert(remove(read, 3)?.notebook ?? read, "end", { mode: "js" }).id).toBe(4);
  const huge = {
    ...notebook,
    cells: notebook.cells.map((c) => ({ ...c, id: c.id === 3 ? 2 ** 53 - 1 : c.id })),
  };
  expect(insert(huge, "end", { mode: "js" }).id).toBe(3);
});

test("what was removed can be put back, with another id where its own is taken", () => {
  const removed = remove(notebook, 2);
  expect(removed).toMatchObject({ index: 1, cell: { id: 2, source: "two" } });
  if (!removed) return;
  expect(putBack(removed.notebook, removed.cell, removed.index)).toEqual(notebook);
  expect(ids(putBack(notebook, removed.cell, 99))).toEqual([1, 2, 3, 4]);
});

test.each([
  [() => moveBy(notebook, 1, 1), [2, 1, 3]],
  [() => moveBy(notebook, 1, 9), [2, 3, 1]],
  [() => moveBy(notebook, 3, -1), [1, 3, 2]],
  [() => move(notebook, 1, "end"), [2, 3, 1]],
  [() => move(notebook, 3, "start"), [3, 1, 2]],
  [() => move(notebook, 1, { after: 2 }), [2, 1, 3]],
  [() => move(notebook, 3, { before: 2 }), [1, 3, 2]],
])("%s gives %j", (change, order) => {
  expect(ids(change())).toEqual(order);
});
