import { afterEach, expect, test } from "vitest";
import type { Answer } from "../../trace/index.ts";
import { type Mounted, mountFigure } from "../testing/mounted.svelte.ts";
import { testTrace } from "../testing/trace.ts";
import Detections from "./Detections.svelte";

let figure: Mounted;
afterEach(() => {
  figure.remove();
});

function show(answer: Answer): void {
  const trace = { ...testTrace(), candidates: [], detections: [], answer };
  figure = mountFigure(Detections, { trace, value: null });
}

test("a network of classes shows the likeliest five in place of boxes", () => {
  const probabilities = Float32Array.of(0.05, 0.5, 0.1, 0.2, 0.1, 0.05);
  show({ kind: "classes", probabilities, softmaxAdded: true });
  expect(figure.findAll("ol li")).toHaveLength(5);
  expect(figure.find("ol li").textContent).toMatch(/0\.50/);
  expect(figure.find("figure").textContent).toMatch(/a softmax makes them some/);
});

test("a mask lies over the photograph; its class can be chosen", () => {
  const values = Float32Array.of(0, 1, 1, 0, 1, 0, 0, 1);
  show({ kind: "mask", height: 2, width: 2, channels: 2, values });
  const canvas = figure.find(".mask");
  if (!(canvas instanceof HTMLCanvasElement)) throw new Error("no canvas");
  const first = (): number | undefined => canvas.getContext("2d")?.getImageData(0, 0, 1, 1).data[0];
  // Viridis ends in yellow and begins in violet.
  expect(first()).toBeGreaterThan(200);
  const select = figure.find("select");
  if (!(select instanceof HTMLSelectElement)) throw new Error("no choice");
  select.selectedIndex = 0;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  return expect.poll(first).toBeLessThan(100);
});

test("outputs that nothing here can read are named with their shapes", () => {
  show({ kind: "numbers", outputs: [{ name: "wh", shape: [1, 128, 128, 4] }] });
  expect(figure.find("ul").textContent).toMatch(/wh\s*1 × 128 × 128 × 4/);
});
