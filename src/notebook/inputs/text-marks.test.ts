import { expect, test } from "vitest";
import { ReadableError } from "../../trace/index.ts";
import { textMarks } from "./text-marks.ts";

const text = "nc: 2\nbackbone:\n  [[x]]\n";

test("lines are counted as an editor counts them", () => {
  expect(textMarks(text, undefined)).toMatchObject({
    numbers: "1\n2\n3\n4",
    count: 4,
    wrong: undefined,
  });
});

test("a line's place in the text", () => {
  const { from, to } = textMarks(text, undefined).at(2);
  expect(text.slice(from, to)).toBe("backbone:");
  expect(textMarks(text, undefined).at(99)).toEqual({ from: text.length, to: text.length });
});

test("a wrong line stands at its height and says what was found first", () => {
  const { wrong, lineHeight } = textMarks(text, 3);
  expect(wrong).toMatchObject({ top: 2 * lineHeight, characters: 7 });
  expect(wrong?.says(new ReadableError({ what: "w", expected: "a", found: "b" }))).toBe(
    "found b, expected a",
  );
  expect(wrong?.says(new ReadableError({ what: "w" }))).toBe("w");
});

test("a line behind the end is the last", () => {
  expect(textMarks(text, 40).wrong?.top).toBe(textMarks(text, 4).wrong?.top);
});
