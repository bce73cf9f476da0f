/** `configText` and `Architecture` as cells call them. */

import { flushSync } from "svelte";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import text from "../../../notebooks/configs/yolov5n-appended.yaml?raw";
import { startEngine } from "../../engine/index.ts";
import { testTrace } from "../../figures/testing/trace.ts";
import { architectureFigure } from "./architecture.ts";
import { configTextWith } from "./config-text.ts";
import { configurations } from "./configurations.ts";
import { planWith } from "./plan.ts";

const engine = startEngine({ backend: "wasm" });
const configText = configTextWith(engine);
const plan = planWith(engine);
// Starting takes longer than a test waits for an answer.
beforeAll(() => plan(text));
afterAll(() => engine.dispose());
afterEach(() => {
  document.body.replaceChildren();
});

function open() {
  const input = configText(text, { label: "Its text" });
  document.body.append(input);
  flushSync();
  const area = input.querySelector("textarea");
  if (!area) throw new Error("no text area");
  const type = (next: string): void => {
    area.value = next;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    flushSync();
  };
  const says = (): string => input.querySelector('[role="status"]')?.textContent.trim() ?? "";
  return { input, area, type, says };
}

test("its value is the text", () => {
  const { input, area } = open();
  expect(input.value).toBe(text);
  expect(area.value).toBe(text);
});

test("what is wrong stands at its line, and the value stays the last that was right", async () => {
  const { input, area, type, says } = open();
  const wrong = text.replace("SPPF, [1024, 5]", "SPPF, [many]");
  type(wrong);
  await expect.poll(says).toMatch(/^Line 21 of the configuration/);
  expect(area.getAttribute("aria-invalid")).toBe("true");
  expect(input.querySelector(".wrong")?.textContent).toContain('found "many"');
  expect(input.value).toBe(text);
  [...input.querySelectorAll("button")].find((one) => one.textContent.includes("Go to"))?.click();
  expect(wrong.slice(area.selectionStart, area.selectionEnd)).toContain("many");
});

test("a right text becomes the value, told by an event", async () => {
  const { input, type, says } = open();
  let told = 0;
  input.addEventListener("input", (event) => {
    if (event.target === input) told++;
  });
  const other = text.replace("SEAttention, [256]", "SEAttention, [256, 4]");
  type(other);
  await expect.poll(() => input.value).toBe(other);
  expect(says()).toBe("");
  expect(told).toBe(1);
});

test("of two texts the newer one is judged", async () => {
  const { input, type, says } = open();
  type("nc: 1");
  const other = text.replace("width_multiple: 0.25", "width_multiple: 0.5");
  type(other);
  await expect.poll(() => input.value).toBe(other);
  expect(says()).toBe("");
});

test("Reset puts the first text back", async () => {
  const { input, area, type } = open();
  type(text.replace("nc: 80", "nc: 3"));
  await expect.poll(() => input.value).toContain("nc: 3");
  input.querySelector("button")?.click();
  await expect.poll(() => input.value).toBe(text);
  expect(area.value).toBe(text);
});

test("setting the value shows another text", async () => {
  const { input, area } = open();
  const other = configurations.find(({ name }) => name === "yolov5n-none")?.text ?? "";
  input.value = other;
  flushSync();
  expect(area.value).toBe(other);
  await Promise.resolve();
  expect(input.value).toBe(other);
});

test("the figure follows what it is given, and keeps its selection", async () => {
  const figure = architectureFigure(await plan(text), { title: "One", value: "P4" });
  document.body.append(figure);
  flushSync();
  expect(figure.querySelectorAll('[role="option"]')).toHaveLength(28);
  const other = configurations.find(({ name }) => name === "yolov5n-inline")?.text ?? "";
  figure.update({ architecture: await plan(other), title: "Two" });
  flushSync();
  expect(figure.querySelector("h3")?.textContent.trim()).toBe("Two");
  expect(figure.querySelector('[aria-selected="true"]')?.getAttribute("aria-label")).toContain(
    "Layer 22,",
  );
  expect(figure.value).toBe("P4");
});

test("the figure says what it draws where it is given anything else", () => {
  // A cell's author may give anything.
  expect(() => Reflect.apply(architectureFigure, undefined, [testTrace()])).toThrow(/plan\(text\)/);
});
