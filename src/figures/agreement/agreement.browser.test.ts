import { afterEach, expect, test } from "vitest";
import { focusOf } from "../parts/focus.svelte.ts";
import { point, press, settle } from "../testing/events.ts";
import { type Mounted, mountFigure } from "../testing/mounted.svelte.ts";
import { testTrace } from "../testing/trace.ts";
import { exampleAttributions } from "../waterfall/example.ts";
import { agreement } from "./index.ts";

let figure: Mounted | undefined;
afterEach(() => {
  figure?.remove();
  figure = undefined;
});

const trace = testTrace();
const attributions = exampleAttributions();

async function open(props: Record<string, unknown> = {}): Promise<Mounted> {
  figure = mountFigure(agreement.component, {
    ...{ trace, value: null, attributions, layer: undefined },
    ...props,
  });
  await settle();
  return figure;
}

test("every two methods have a number, and a press draws them", async () => {
  const shown = await open();
  expect(shown.findAll("td button")).toHaveLength(10);
  expect(shown.find("[aria-pressed=true]").getAttribute("aria-label")).toContain("neutral");
  shown.findAll("td button")[0]?.click();
  await settle();
  expect(shown.value).toEqual(["credit", "gradient"]);
  expect(shown.find("[role=slider]").getAttribute("aria-label")).toContain("Exact credit against");
  expect(shown.findAll("circle")).toHaveLength(256);
});

test("another layer has no exact credit, and says why", async () => {
  const shown = await open();
  shown.findAll("input[type=radio]")[0]?.click();
  await settle();
  expect(shown.find("h3").textContent).toContain("P4");
  expect(shown.findAll("td button")).toHaveLength(6);
  expect(shown.find(".note").textContent).toContain("Exact credit: There is none at P4");
});

test("the channel that is pointed at is told and shared, by pointer and keys", async () => {
  const shown = await open({ value: ["credit", "shapley"] });
  const plot = shown.find("[role=slider]");
  const dot = shown.findAll("circle")[40];
  const [x, y] = [Number(dot?.getAttribute("cx")), Number(dot?.getAttribute("cy"))];
  point(plot, "pointermove", { x, y });
  expect(shown.find(".tooltip").textContent).toMatch(
    /Channel \d+.*Exact credit.*Shapley values.*±/s,
  );
  expect(focusOf(trace).channelOf("P5")).toBeDefined();
  point(plot, "pointerleave", { x: -1, y: -1 });
  press(plot, "End");
  expect(focusOf(trace).channelOf("P5")).toBe(255);
  expect(plot.getAttribute("aria-valuetext")).toContain("channel 255");
  press(plot, "Escape");
  expect(shown.findAll(".tooltip")).toHaveLength(0);
});

test("methods join as they answer", async () => {
  const [credit] = attributions.byMethod;
  if (!credit) throw new Error("no credit");
  const shown = await open({
    attributions: { ...attributions, byMethod: new Map([credit]), done: 0.2 },
  });
  expect(shown.find(".words").textContent).toContain("no two methods to compare yet");
  expect(shown.find("[role=status]").textContent).toContain("20 %");
  shown.update({ attributions });
  await settle();
  expect(shown.findAll("td button")).toHaveLength(10);
  shown.update({ attributions: undefined });
  await settle();
  expect(shown.find("[role=status]").textContent).toBe("Nothing is attributed yet.");
});
