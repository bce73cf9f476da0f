import { expect, test } from "vitest";
import { testTrace } from "../testing/trace.ts";
import { lastStep, stepAfter, steps } from "./steps.ts";
import { fitted, nothingChosen, sameChoice } from "./value.ts";

const layer = testTrace().model.seLayers[0] ?? expect.fail("no P3");

test("what a layer has stays as it is, what it has not is no longer chosen", () => {
  const chosen = { step: 3, channel: 63, unit: 3 };
  expect(fitted(chosen, layer)).toBe(chosen);
  expect(fitted({ step: 9, channel: 64, unit: 4 }, layer)).toEqual({
    step: 5,
    channel: null,
    unit: null,
  });
  expect(fitted({ step: NaN, channel: 1.5, unit: -1 }, layer)).toEqual(nothingChosen);
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
