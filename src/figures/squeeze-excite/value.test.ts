import { expect, test } from "vitest";
import { testTrace } from "../testing/trace.ts";
import { lastStep, stepAfter, steps } from "./steps.ts";
import { fitted, nothingChosen, sameChoice } from "./value.ts";

const layer = testTrace().model.seLayers[0] ?? expect.fail("no P3");
const block = { layer, first: { channel: 7, unit: 2 } };

test("what a layer has stays as it is, for what it has not stands what it begins with", () => {
  const chosen = { step: 3, channel: 63, unit: 3 };
  expect(fitted(chosen, block)).toBe(chosen);
  expect(fitted({ step: 9, channel: 64, unit: null }, block)).toEqual({
    step: 5,
    channel: 7,
    unit: 2,
  });
  expect(fitted({ step: NaN, channel: 1.5, unit: -1 }, block).step).toBe(1);
});

test("the same choice is the same step, channel and unit", () => {
  expect(sameChoice({ ...nothingChosen }, nothingChosen)).toBe(true);
  expect(sameChoice({ ...nothingChosen, channel: 0 }, nothingChosen)).toBe(false);
  expect(sameChoice(undefined, nothingChosen)).toBe(false);
});

test("keys lead from step to step and not beyond the ends", () => {
  expect(steps.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  expect(stepAfter("ArrowRight", { from: 1 })).toBe(2);
  expect(stepAfter("ArrowRight", { from: lastStep })).toBe(lastStep);
  expect(stepAfter("ArrowLeft", { from: 1 })).toBe(1);
  expect(stepAfter("End", { from: 1 })).toBe(lastStep);
  expect(stepAfter("Home", { from: 4 })).toBe(1);
  expect(stepAfter("a", { from: 4 })).toBeUndefined();
});
