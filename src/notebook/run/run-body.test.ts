import { expect, test } from "vitest";
import { viewKeys } from "./run-body.ts";

const keys = (source: string, count: number): string[] => {
  const all = viewKeys({ id: 7, source });
  return Array.from({ length: count }, () => all.next().value);
};

test.each([
  ["const n = view(Inputs.range());", ["7.n", "7.1"]],
  ["const input = Inputs.range();\nconst n = view(input);", ["7.n"]],
  ["view(a);\nlet $b = view (b);\nview(c)", ["7.0", "7.$b", "7.2"]],
  ["for (const a of list) view(a);", ["7.0", "7.1", "7.2"]],
  ["preview(a); const b = view(a)", ["7.b"]],
])("%j has the keys %j", (source, wanted) => {
  expect(keys(source, wanted.length)).toEqual(wanted);
});
