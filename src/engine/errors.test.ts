import { expect, test } from "vitest";
import { ReadableError } from "../trace/index.ts";
import { BrokenError, aborted, flatten, isAbort, messageOf, restore } from "./errors.ts";

const carry = (thrown: unknown): Error => restore(structuredClone(flatten(thrown)));

test("a readable error keeps its parts and its sentence", () => {
  const error = new ReadableError({ what: "A", expected: "1", found: "2", todo: "B" });
  const carried = carry(error);
  expect(carried).toBeInstanceOf(ReadableError);
  expect(carried).toMatchObject({ parts: error.parts, message: error.message });
});

test("an AbortError stays one", () => {
  const carried = carry(aborted("enough"));
  expect(isAbort(carried)).toBe(true);
  expect(carried.message).toBe("enough");
});

test("a BrokenError stays one", () => {
  expect(carry(new BrokenError("lost"))).toEqual(new BrokenError("lost"));
  expect(carry(new BrokenError("lost"))).toBeInstanceOf(BrokenError);
});

test.each([
  [new TypeError("x is not a function"), "x is not a function"],
  ["oh", "oh"],
  [undefined, "undefined"],
  [{ message: "what a library threw" }, "what a library threw"],
  [new DOMException("another kind", "DataError"), "another kind"],
])("%s becomes a plain error", (thrown, message) => {
  const carried = carry(thrown);
  expect(carried.message).toBe(message);
  expect(messageOf(thrown)).toBe(message);
  expect([isAbort(carried), carried instanceof BrokenError]).toEqual([false, false]);
});
