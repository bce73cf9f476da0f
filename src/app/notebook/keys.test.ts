import { expect, test } from "vitest";
import { CommandKeys, type KeyPress } from "./keys.ts";

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  timeStamp: 0,
  ...more,
});

test.each([
  [press("Enter"), "edit"],
  [press("Enter", { shiftKey: true }), "runAndGo"],
  [press("Enter", { ctrlKey: true }), "run"],
  [press("Enter", { metaKey: true }), "run"],
  [press("ArrowUp"), "previous"],
  [press("ArrowDown", { altKey: true }), "moveDown"],
  [press("a"), "addAbove"],
  [press("Delete"), "delete"],
  [press("Z", { shiftKey: true }), "redo"],
  [press("z", { ctrlKey: true }), "undo"],
  [press("Z", { metaKey: true, shiftKey: true }), "redo"],
  [press("y", { ctrlKey: true }), "redo"],
  [press("a", { ctrlKey: true }), undefined],
  [press("x"), undefined],
])("%j asks for %s", (one, command) => {
  expect(new CommandKeys().read(one)).toBe(command);
});

test("d deletes when a second one follows at once, and only then", () => {
  const keys = new CommandKeys();
  expect(keys.read(press("d", { timeStamp: 1000 }))).toBeUndefined();
  expect(keys.read(press("d", { timeStamp: 1200 }))).toBe("delete");
  expect(keys.read(press("d", { timeStamp: 1300 }))).toBeUndefined();
  expect(keys.read(press("d", { timeStamp: 3000 }))).toBeUndefined();
  expect(keys.read(press("ArrowDown", { timeStamp: 3100 }))).toBe("next");
  expect(keys.read(press("d", { timeStamp: 3200 }))).toBeUndefined();
});
