import { expect, test } from "vitest";
import { expressionsIn, insideExpression } from "./expressions.ts";

const pieces = (text: string): string[] =>
  expressionsIn(text).map(({ from, to }) => text.slice(from, to));

test("expressions are found with the braces inside them", () => {
  expect(pieces("of ${layer} at ${at({x: 1})}.")).toEqual(["${layer}", "${at({x: 1})}"]);
});

test("an escaped one is text, one that is not closed goes to the end", () => {
  expect(pieces("\\${no} but ${yes")).toEqual(["${yes"]);
});

test("a place is inside between the braces only", () => {
  const text = "a ${b} c";
  expect([0, 2, 3, 4, 5, 6].map((at) => insideExpression(text, at))).toEqual([
    false,
    false,
    false,
    true,
    true,
    false,
  ]);
  expect(insideExpression("${tra", 5)).toBe(true);
});
