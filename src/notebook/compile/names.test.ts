import { expect, test } from "vitest";
import { CompileError } from "./compile-error.ts";
import { checkNames } from "./names.ts";

const reserved = new Set(["d3", "inspect", "$"]);

function placeOf(source: string, names: readonly string[]): string | undefined {
  const cell = { id: 1, mode: "js", source, pinned: false, hidden: false } as const;
  try {
    checkNames(cell, { names, reserved });
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    expect(error.message).toMatch(/is a name of the cell library\. Give/);
    return error.place && source.slice(error.place.from - 6, error.place.to);
  }
  return "none";
}

test.each([
  ["const a = d3;", ["a"], "none"],
  ["let x;\nconst d3 = 1;", ["x", "d3"], "const d3"],
  ["const view = 1;", ["view"], "const view"],
  ["const $ = 1;", ["$"], "const $"],
  ["const {inspect} = a;", ["inspect"], undefined],
])("%j", (source, names, where) => {
  expect(placeOf(source, names)).toBe(where);
});
