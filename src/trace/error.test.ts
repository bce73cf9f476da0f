import { expect, test } from "vitest";
import { ReadableError, readable } from "./error.ts";

test.each([
  [{ what: "A is wrong" }, "A is wrong."],
  [{ what: "A is wrong", expected: "1", found: "2" }, "A is wrong: expected 1, found 2."],
  [{ what: "A is wrong", found: "2", todo: "Mend it" }, "A is wrong: found 2. Mend it."],
])("%j reads %j", (parts, message) => {
  const error = new ReadableError(parts);
  expect(error.message).toBe(message);
  expect(error.parts).toEqual(parts);
});

test("any thrown value becomes one, and one stays what it is", () => {
  const own = new ReadableError({ what: "A" });
  expect(readable(own)).toBe(own);
  const cause = new TypeError("x is not a function");
  expect(readable(cause)).toMatchObject({ cause, parts: { found: "x is not a function" } });
  expect(readable("oh").message).toBe("Something unexpected went wrong: found oh.");
});
