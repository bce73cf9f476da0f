import { afterEach, expect, test } from "vitest";
import { contributions, findSELayer } from "../../explain/index.ts";
import { focusOf } from "../parts/focus.svelte.ts";
import { click, drag, point, press } from "../testing/events.ts";
import { type Mounted, mountFigure, type TestProps } from "../testing/mounted.svelte.ts";
import { testTrace } from "../testing/trace.ts";
import { channelWeightMarks } from "./marks.ts";
import ChannelWeights from "./ChannelWeights.svelte";

const trace = testTrace();
let figure: Mounted;
afterEach(() => {
  figure.remove();
});

function show(props: Partial<TestProps> = {}): Mounted {
  figure = mountFigure(ChannelWeights, { trace, value: [], layer: "P3", sort: "index", ...props });
  return figure;
}
const area = (): HTMLElement => figure.find('[role="listbox"]');
const option = (channel: number): HTMLElement =>
  figure.find(`[role="option"][aria-label^="channel ${String(channel)},"]`);
const drawn = (sort: "index" | "weight" = "index") =>
  channelWeightMarks(trace, {
    layer: "P3",
    sort,
    measure: "weight",
    width: area().clientWidth,
    height: 300,
  });
const at = (channel: number): { x: number; y: number } => ({
  x: drawn().marks[channel]?.x ?? 0,
  y: 100,
});

test("draws one mark a channel, at its weight", () => {
  show();
  expect(figure.findAll('[role="option"]')).toHaveLength(64);
  const s = trace.channelWeights("P3").excitation[31] ?? 0;
  expect(option(31).getAttribute("aria-label")).toBe(`channel 31, s ${s.toFixed(4)}`);
});

test("a click selects a channel and names it, another takes it back", () => {
  show();
  click(area(), at(31));
  click(area(), at(7));
  expect(figure.value).toEqual([31, 7]);
  expect(option(31).getAttribute("aria-selected")).toBe("true");
  expect(figure.findAll(".chip").map((chip) => chip.textContent)).toEqual([
    expect.stringContaining("channel 31"),
    expect.stringContaining("channel 7"),
  ]);
  click(area(), at(31));
  expect(figure.value).toEqual([7]);
  expect(option(31).getAttribute("aria-selected")).toBe("false");
});

test("a drag selects a stretch, with shift it adds to what is selected", () => {
  show();
  drag(area(), { from: { ...at(10), x: at(10).x - 3 }, to: { ...at(13), x: at(13).x + 3 } });
  expect(figure.value).toEqual([10, 11, 12, 13]);
  drag(area(), { from: { ...at(40), x: at(40).x - 3 }, to: at(41), shiftKey: true });
  expect(figure.value).toEqual([10, 11, 12, 13, 40, 41]);
  drag(area(), { from: at(50), to: { ...at(49), x: at(49).x - 3 } });
  expect(figure.value).toEqual([49, 50]);
});

test("arrow keys move, Enter and space toggle, shift extends, Escape clears", () => {
  show();
  for (let i = 0; i < 3; i++) press(area(), "ArrowRight");
  expect(area().getAttribute("aria-activedescendant")).toBe(option(2).id);
  press(area(), "Enter");
  press(area(), "ArrowRight", { shiftKey: true });
  expect(figure.value).toEqual([2, 3]);
  press(area(), " ");
  expect(figure.value).toEqual([2]);
  press(area(), "Escape");
  expect(figure.value).toEqual([]);
});

test("hovering names the numbers of the nearest channel and makes no mark anew", () => {
  show({ layer: "P5" });
  const marks = figure.findAll(".mark");
  const changes = new MutationObserver(() => undefined);
  for (const group of figure.findAll(".marks, .selected")) {
    changes.observe(group, { subtree: true, childList: true, attributes: true });
  }
  for (let x = 40; x < 700; x += 7) point(area(), "pointermove", { x, y: 90 });
  expect(changes.takeRecords()).toEqual([]);
  expect(figure.findAll(".mark")).toEqual(marks);
  const channel = focusOf(trace).channelOf("P5") ?? -1;
  const parts = contributions(findSELayer(trace.model, "P5"), trace.channelWeights("P5"), channel);
  const text = figure.find(".tooltip").textContent;
  expect(text).toContain(`Channel ${String(channel)}`);
  expect(text).toContain(parts.weight.toFixed(4));
  expect(text).toContain(`hidden unit ${String(parts.terms[0]?.unit)}`);
  expect(text).toContain("12 others");
  point(area(), "pointerleave", { x: 0, y: -10 });
  expect(figure.findAll(".tooltip")).toEqual([]);
});

test("shows the channel that another figure points at, of this layer only", () => {
  show();
  focusOf(trace).pointAtChannel("P3", 5);
  figure.update({});
  expect(figure.find(".tooltip").textContent).toContain("channel 5");
  focusOf(trace).pointAtChannel("P4", 5);
  figure.update({});
  expect(figure.findAll(".tooltip")).toEqual([]);
});

test("what leaves the page under the pointer is not pointed at any more", () => {
  show();
  point(area(), "pointermove", { x: 100, y: 100 });
  expect(focusOf(trace).channelOf("P3")).toBeDefined();
  figure.remove();
  expect(focusOf(trace).channelOf("P3")).toBeUndefined();
  show();
});

test("a new layer keeps the channels that it has", () => {
  show({ layer: "P5", value: [200, 3] });
  const root = figure.find("figure");
  figure.update({ layer: "P3" });
  expect(figure.value).toEqual([3]);
  expect(figure.findAll('[role="option"]')).toHaveLength(64);
  expect(figure.find("figure")).toBe(root);
});

test("a new trace moves the marks and keeps them and the selection", () => {
  show({ value: [8] });
  const marks = figure.findAll(".mark");
  const before = option(8).getAttribute("aria-label");
  figure.update({ trace: testTrace({ seed: 9 }) });
  expect(figure.findAll(".mark")).toEqual(marks);
  expect(option(8).getAttribute("aria-label")).not.toBe(before);
  expect(figure.value).toEqual([8]);
});

test("follows its options, and the person's choice until these change", () => {
  show();
  const orderOf = (name: string): HTMLElement => figure.find(`input[value="${name}"]`);
  expect(figure.target.textContent).toContain("difference from usual");
  orderOf("weight").click();
  figure.update({});
  const order = drawn("weight").order;
  click(area(), { x: 44, y: 100 });
  expect(figure.value).toEqual([order[0]]);
  figure.update({ sort: "difference" });
  expect(figure.target.textContent).toContain("standard deviations");
});

test("without a reference nothing is said of what is usual", () => {
  show({ trace: testTrace({ reference: false }), sort: "difference" });
  expect(figure.find("input:checked")).toHaveProperty("value", "weight");
  expect(figure.findAll('input[value="difference"]')).toEqual([]);
  expect(figure.findAll(".usual")).toEqual([]);
  expect(figure.target.textContent).not.toContain("usual");
});

test("a value from outside is shown", () => {
  show();
  figure.update({ value: [12, 13] });
  expect(option(12).getAttribute("aria-selected")).toBe("true");
  figure.find(".chip button").click();
  expect(figure.value).toEqual([13]);
});

test("a layer without channel weights says so, and a better one is drawn", () => {
  show({ layer: "9" });
  expect(figure.find('[role="alert"]').textContent).toContain(
    "Layer 9 has no channel weights: expected an SE layer, one of P3, P4, P5",
  );
  figure.update({ layer: "P4" });
  expect(figure.findAll('[role="alert"]')).toEqual([]);
  expect(figure.findAll('[role="option"]')).toHaveLength(128);
});

test.each([
  [0.5, "never trained"],
  [0.99, "passes its channels on as they are"],
])("warns where every weight is %s", (weight, words) => {
  show({ trace: testTrace({ weight }) });
  expect(figure.find(".warning").textContent).toContain(words);
});
