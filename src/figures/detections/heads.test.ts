import { expect, test } from "vitest";
import { testTrace } from "../testing/trace.ts";
import { headsOf } from "./heads.ts";

test("a network's own heads; of one that does not tell them, those that gave candidates", () => {
  const trace = testTrace();
  expect(headsOf(trace)).toBe(trace.model.heads);
  const silent = { ...trace, model: { ...trace.model, heads: [] } };
  const strides = headsOf(silent).map(({ stride }) => stride);
  expect(strides).toEqual(
    [...new Set(trace.candidates.map(({ stride }) => stride))].sort((a, b) => a - b),
  );
});
