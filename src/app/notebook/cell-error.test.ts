import { expect, test } from "vitest";
import { ReadableError } from "../../trace/index.ts";
import { CellErrors } from "./cell-error.ts";

const errors = (): CellErrors => new CellErrors((id) => `Cell ${String(id - 10)}`);

test("the cell that threw says what and where, those that need it say whom they need", () => {
  const said = errors();
  const thrown = new ReferenceError("ins is not defined");
  expect(said.say(thrown, { id: 12, line: 2 }).message).toBe("Line 2: ins is not defined.");
  expect(said.say(thrown, { id: 13, line: undefined }).message).toBe(
    "This cell needs what cell 2 could not give.",
  );
  expect(said.say(thrown, { id: 12, line: undefined }).message).toBe("ins is not defined.");
});

test("what is made for a person is shown as it is, in every cell", () => {
  const said = errors();
  const thrown = new ReadableError({ what: "There is no layer P6" });
  expect(said.say(thrown, { id: 1, line: 1 })).toBe(thrown);
  expect(said.say(thrown, { id: 2, line: 1 })).toBe(thrown);
});

test("other values and errors without words are told as well", () => {
  const said = errors();
  expect(said.say("no", { id: 1, line: 1 }).message).toContain("found no");
  expect(said.say(new RangeError(), { id: 1, line: undefined }).message).toBe("RangeError.");
});

test("what the runtime hands on in an error of its own is told in short as well", () => {
  const said = errors();
  said.say(new Error("this network has no SE layer"), { id: 12, line: undefined });
  const handedOn = Object.assign(new Error("this network has no SE layer"), {
    name: "RuntimeError",
  });
  expect(said.say(handedOn, { id: 13, line: undefined }).message).toBe(
    "This cell needs what cell 2 could not give.",
  );
});

test.each(["Failed to fetch", "NetworkError when attempting to fetch resource.", "Load failed"])(
  "where “%s” may be the page's policy, the way to allow the network is told",
  (message) => {
    const thrown = new TypeError(message);
    const site = { id: 1, line: undefined };
    expect(errors().say(thrown, site).message).toContain("Allow the network…");
    expect(new CellErrors(String, true).say(thrown, site).message).not.toContain("Allow");
    expect(errors().say(new Error(message), site).message).not.toContain("Allow");
  },
);
