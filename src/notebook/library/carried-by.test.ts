import { expect, test } from "vitest";
import { exampleAttributions } from "../../figures/waterfall/example.ts";
import type { Attributions } from "../../trace/index.ts";
import { cellCarriedBy } from "./carried-by.ts";

const attributions = exampleAttributions();

test("channels are switched off where nothing else is asked", () => {
  const off = cellCarriedBy(attributions);
  expect(off.whole).toBeCloseTo(attributions.value, 6);
  expect(off).toEqual(cellCarriedBy(attributions, { absent: 0 }));
  expect(cellCarriedBy(attributions, { absent: 0.5 }).nothing).not.toBe(off.nothing);
});

test.each([
  [undefined, {}, "carriedBy works on attributions"],
  [attributions, { absent: NaN }, "s of an absent channel"],
  [attributions, { absent: 2 }, "from 0 to 1"],
  [{ ...attributions, evidence: undefined }, {}, "There is no exact credit"],
  [
    { ...attributions, evidence: undefined, missing: new Map([["credit", "P3 has no SE."]]) },
    {},
    "P3 has no SE.",
  ],
])("refuses what it can't work on (%#)", (given, options, message) => {
  expect(() => cellCarriedBy(given as Attributions, options)).toThrow(message);
});
