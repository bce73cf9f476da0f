import { flushSync } from "svelte";
import { afterEach, expect, test } from "vitest";
import { compareDetections } from "../../figures/compare-detections/index.ts";
import { testTrace } from "../../figures/testing/trace.ts";
import { figureFunction } from "./figure-function.ts";

const make = figureFunction(compareDetections);

afterEach(() => {
  document.body.replaceChildren();
});

test("options change while a figure stands, and what is selected stays", () => {
  const figure = make(testTrace(), { name: "first", value: "first" });
  document.body.append(figure);
  flushSync();
  expect(figure.querySelectorAll("thead th")).toHaveLength(2);
  figure.update({ others: [{ name: "second", trace: testTrace({ candidates: [] }) }] });
  flushSync();
  expect(figure.querySelectorAll("thead th")).toHaveLength(3);
  expect(figure.querySelectorAll("[data-change='gone']")).toHaveLength(2);
  expect(figure.value).toBe("first");
  figure.querySelectorAll("input")[1]?.click();
  flushSync();
  expect(figure.value).toBe("second");
});

test("an option that the figure has not is named, at once and later", () => {
  const trace = testTrace();
  expect(() => make(trace, { layer: "P4" })).toThrow("CompareDetections has no option layer");
  const figure = make(trace);
  expect(() => {
    figure.update({ otters: [] });
  }).toThrow("CompareDetections has no option otters: expected one of others, name");
});
