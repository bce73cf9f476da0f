import { afterEach, expect, test } from "vitest";
import { focusOf } from "../parts/focus.svelte.ts";
import { click, point, press, settle } from "../testing/events.ts";
import { type Mounted, mountFigure } from "../testing/mounted.svelte.ts";
import { testTrace } from "../testing/trace.ts";
import { exampleAttributions } from "./example.ts";
import { waterfall } from "./index.ts";

let figure: Mounted | undefined;
afterEach(() => {
  figure?.remove();
  figure = undefined;
});

const trace = testTrace();
const attributions = exampleAttributions();

async function open(props: Record<string, unknown> = {}): Promise<Mounted> {
  figure = mountFigure(waterfall.component, { trace, value: [], attributions, ...props });
  await settle();
  return figure;
}

const row = (k: number) => ({ x: 300, y: 6 + 22 * k + 11 });

test("ends at exactly the confidence that the detection shows", async () => {
  const shown = await open();
  const whole = attributions.value.toFixed(4);
  expect(shown.find("g.sum .number").textContent).toBe(whole);
  expect(shown.find("[data-number='confidence']").textContent).toBe(whole);
  expect(shown.find("h3").textContent).toContain(`“dog ${attributions.value.toFixed(2)}”`);
});

test("a click selects the bar's channel, the rest selects none", async () => {
  const shown = await open();
  const area = shown.find("[role=listbox]");
  const first = Number(/\d+/.exec(shown.findAll("g.channel")[0]?.getAttribute("aria-label") ?? ""));
  click(area, row(1));
  expect(shown.value).toEqual([first]);
  expect(shown.find("g.picked").getAttribute("aria-selected")).toBe("true");
  click(area, row(13));
  expect(shown.value).toEqual([first]);
  click(area, row(1));
  expect(shown.value).toEqual([]);
});

test("what is pointed at is told, and shared with the trace's other figures", async () => {
  const shown = await open();
  const area = shown.find("[role=listbox]");
  point(area, "pointermove", row(2));
  expect(shown.find(".tooltip").textContent).toMatch(
    /channel \d+.*w for the objectness.*w · s · u/s,
  );
  expect(focusOf(trace).channelOf("P5")).toBeDefined();
  point(area, "pointermove", row(0));
  expect(shown.find(".tooltip").textContent).toContain("biases alone");
  expect(focusOf(trace).channelOf("P5")).toBeUndefined();
  point(area, "pointerleave", { x: -1, y: -1 });
  expect(shown.findAll(".tooltip")).toHaveLength(0);
});

test("keys walk, select and clear", async () => {
  const shown = await open();
  const area = shown.find("[role=listbox]");
  press(area, "ArrowDown");
  press(area, "ArrowDown");
  expect(area.getAttribute("aria-activedescendant")).toBe(shown.findAll("[role=option]")[1]?.id);
  press(area, "Enter");
  expect(shown.value).toHaveLength(1);
  press(area, "Escape");
  expect(shown.value).toEqual([]);
});

test("one of the logits, without the sigmoids", async () => {
  const shown = await open();
  shown.findAll("input[type=radio]")[2]?.click();
  await settle();
  expect(shown.find("g.sum").getAttribute("aria-label")).toContain("class logit");
  expect(shown.findAll(".factors")).toHaveLength(0);
  shown.update({ attributions: { ...attributions, target: "objectness" } });
  await settle();
  expect(shown.find("g.sum").getAttribute("aria-label")).toContain("objectness logit");
});

test("without credits it says why", async () => {
  const shown = await open({ attributions: undefined });
  expect(shown.find("[role=status]").textContent).toBe("Nothing is attributed yet.");
  const missing = new Map([["credit", "P3's head reads no SE layer."]]);
  shown.update({ attributions: { ...attributions, evidence: undefined, missing } });
  await settle();
  expect(shown.find("[role=status]").textContent).toBe("P3's head reads no SE layer.");
});
