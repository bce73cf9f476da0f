import { afterEach, expect, test } from "vitest";
import { focusOf } from "../parts/focus.svelte.ts";
import { click, point, press, slide } from "../testing/events.ts";
import { type Mounted, mountFigure, type TestProps } from "../testing/mounted.svelte.ts";
import { testDetections, testTrace } from "../testing/trace.ts";
import Detections from "./Detections.svelte";

const [best, second, weak] = testDetections;
const trace = testTrace();
let figure: Mounted;
afterEach(() => {
  figure.remove();
});

function show(props: Partial<TestProps> = {}): Mounted {
  figure = mountFigure(Detections, { trace, value: null, confidence: 0.25, iou: 0.45, ...props });
  return figure;
}
const photograph = (): HTMLElement => figure.find(".photograph");
/** The middle of a box on the photograph. */
const middle = ({ box } = best ?? { box: { left: 0, top: 0, right: 0, bottom: 0 } }) => {
  const scale = photograph().clientWidth / 320;
  return { x: ((box.left + box.right) / 2) * scale, y: ((box.top + box.bottom) / 2) * scale };
};
const lines = (): HTMLElement[] => figure.findAll("ol button");

test("draws the photograph and a box for each detection above the threshold", () => {
  show();
  const canvas = figure.find("canvas");
  if (!(canvas instanceof HTMLCanvasElement)) throw new Error("no canvas");
  const pixel = canvas.getContext("2d")?.getImageData(canvas.width - 2, 1, 1, 1).data;
  expect(pixel?.[0]).toBeGreaterThan(245);
  expect(pixel?.[1]).toBeLessThan(10);
  expect(figure.findAll(".box")).toHaveLength(2);
  expect(lines().map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/cat\s*P5\s*0\.90/),
    expect.stringMatching(/cat\s*P4\s*0\.60/),
  ]);
});

test("a click selects, and its origin is shown; a click beside it clears", () => {
  show();
  click(photograph(), middle());
  expect(figure.value).toBe(best);
  expect(document.activeElement).toBe(lines()[0]);
  expect(lines()[0]?.getAttribute("aria-pressed")).toBe("true");
  const text = figure.find(".origin").textContent;
  for (const words of ["P5, stride 32", "row 3, column 4", "30 × 61", "160 × 160 px", "0.95"]) {
    expect(text).toContain(words);
  }
  expect(figure.findAll(".grid-cell, .anchor:not(.halo)")).toHaveLength(2);
  click(photograph(), { x: 2, y: photograph().clientHeight - 2 });
  expect(figure.value).toBeNull();
});

test("arrow keys move through the list and select, Escape clears", () => {
  show();
  lines()[0]?.focus();
  lines()[0]?.click();
  press(lines()[0] ?? document.body, "ArrowDown");
  expect(figure.value).toBe(second);
  expect(document.activeElement).toBe(lines()[1]);
  press(lines()[1] ?? document.body, "ArrowDown");
  expect(figure.value).toBe(second);
  press(lines()[1] ?? document.body, "Escape");
  expect(figure.value).toBeNull();
});

test("hovering points at a detection in every figure of the trace and makes no box anew", () => {
  show();
  const boxes = figure.findAll(".box");
  point(photograph(), "pointermove", middle());
  expect(focusOf(trace).detectionId).toBe(best?.id);
  expect(figure.find(".origin h4").textContent).toContain("cat");
  expect(figure.findAll(".box")).toEqual(boxes);
  expect(figure.value).toBeNull();
  point(photograph(), "pointerleave", { x: -5, y: -5 });
  expect(focusOf(trace).detectionId).toBeUndefined();
});

test("the sliders filter again, and say so where nothing is left", () => {
  show();
  const [confidence] = figure.findAll('input[type="range"]');
  if (!confidence) throw new Error("no slider");
  slide(confidence, 0.1);
  expect(lines()).toHaveLength(3);
  slide(confidence, 0.95);
  expect(lines()).toHaveLength(0);
  expect(figure.find(".empty").textContent).toContain("Nothing above 0.95; lower");
  figure.update({ confidence: 0.5 });
  expect(lines()).toHaveLength(2);
});

test("a selection that the thresholds hide is dropped", () => {
  show({ confidence: 0.1, value: weak });
  expect(figure.value).toBe(weak);
  figure.update({ confidence: 0.25 });
  expect(figure.value).toBeNull();
});

test("in a new trace the same origin stays selected, another is dropped", () => {
  show({ value: best });
  const moved = testDetections.map((one) => ({ ...one, confidence: one.confidence - 0.01 }));
  figure.update({ trace: testTrace({ candidates: moved }) });
  expect(figure.value).toBe(moved[0]);
  figure.update({ trace: testTrace({ candidates: moved.slice(1) }) });
  expect(figure.value).toBeNull();
});

test("without controls there are no sliders", () => {
  show({ controls: false });
  expect(figure.findAll('input[type="range"]')).toEqual([]);
});
