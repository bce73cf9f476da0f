import { expect, test } from "vitest";
import { changeBetween } from "./change-between.ts";

const apply = (text: string, after: string): string => {
  const change = changeBetween(text, after);
  return change ? text.slice(0, change.from) + change.insert + text.slice(change.to) : text;
};

test("texts that are the same need no change", () => {
  expect(changeBetween("s = 0.5", "s = 0.5")).toBeUndefined();
});

test.each([
  ["s = 0.5", "s = 0.75", { from: 6, to: 6, insert: "7" }],
  ["aaa", "aa", { from: 2, to: 3, insert: "" }],
  ["aa", "aaa", { from: 2, to: 2, insert: "a" }],
  ["", "z", { from: 0, to: 0, insert: "z" }],
  ["whole", "", { from: 0, to: 5, insert: "" }],
])("%j to %j changes what lies between", (before, after, change) => {
  expect(apply(before, after)).toBe(after);
  expect(changeBetween(before, after)).toEqual(change);
});
