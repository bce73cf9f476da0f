import { flushSync } from "svelte";
import { afterEach, expect, test } from "vitest";
import type { SEEdits, Trace } from "../../trace/index.ts";
import { click, drag, point, press, settle, slide } from "../testing/events.ts";
import { type Mounted, mountFigure, type TestProps } from "../testing/mounted.svelte.ts";
import { testDetection, testTrace } from "../testing/trace.ts";
import ChannelMixer from "./ChannelMixer.svelte";
import { channelMixer } from "./index.ts";
import type { MixerRerun } from "./live.ts";

const trace = testTrace();
let figure: Mounted;
let asked: SEEdits[] = [];
let freed = 0;
afterEach(() => {
  figure.remove();
  asked = [];
  freed = 0;
});

/** A network whose only box is as sure as the mean of P5's weights, or of P3's where these alone are edited. */
const rerun: MixerRerun = (_, edits) => {
  asked.push(edits);
  const weights = (edits["P5"] ?? edits["P3"])?.weights ?? new Float32Array(1);
  const confidence = weights.reduce((sum, s) => sum + s, 0) / weights.length;
  const place = [100, 60, 260, 220] as const;
  const candidates = [testDetection("P5/3/4/1", { box: place, confidence, stride: 32 })];
  return {
    next: () => Promise.resolve({ done: false, value: testTrace({ candidates }) }),
    return: () => {
      freed++;
      return Promise.resolve({ done: true, value: undefined });
    },
  };
};

function show(props: Partial<TestProps> = {}): Mounted {
  figure = mountFigure(ChannelMixer, { trace, value: {}, layer: "P3", rerun, ...props });
  return figure;
}
const bank = (): HTMLElement => figure.find('[role="slider"]');
/** Middle of a channel of P3, at a weight. */
const at = (channel: number, weight: number): { x: number; y: number } => ({
  x: 40 + ((channel + 0.5) * (bank().clientWidth - 54)) / 64,
  y: 202 - weight * (202 - 26),
});
const weights = (layer = "P3"): Float32Array | undefined =>
  (figure.value as SEEdits)[layer]?.weights;
const button = (name: string): HTMLElement => {
  const found = figure.findAll("button").find((one) => one.textContent?.trim() === name);
  if (!found) throw new Error(`no button ${name}`);
  return found;
};
const list = (): (string | undefined)[] =>
  figure.findAll("ol li").map((line) => line.textContent?.replaceAll(/\s+/g, " ").trim());
const s = (channel: number): number => trace.channelWeights("P3").excitation[channel] ?? NaN;

test("a drag follows live, and is one value and one change at its end", async () => {
  show();
  const first = figure.value;
  point(bank(), "pointerdown", at(10, 0.9));
  point(bank(), "pointermove", at(12, 0.9));
  await settle();
  expect(asked.at(-1)?.["P3"]?.weights?.[11]).toBeCloseTo(0.9, 1);
  expect(figure.value).toBe(first);
  expect(list()).toEqual(["P3 channels 10–12 drawn ×"]);
  point(bank(), "pointermove", at(13, 0.1));
  point(bank(), "pointerup", at(13, 0.1));
  await settle();
  expect(weights()?.[13]).toBeCloseTo(0.1, 1);
  expect(weights()?.[14]).toBe(s(14));
  expect(figure.find("[data-trace] + p").textContent).not.toBe("");
  expect(asked.at(-1)).toEqual(figure.value);
  expect(freed).toBe(asked.length - 1);
  figure.remove();
  expect(freed).toBe(asked.length);
  show();
});

test("the detections are those of the changed weights", async () => {
  show({ layer: "P5" });
  button("Mute").click();
  await settle();
  expect(figure.findAll("[data-change='gone']")).toHaveLength(2);
  expect(figure.find(".tally").textContent).toBe("2 boxes went (cat).");
  button("Undo").click();
  await settle();
  expect(figure.findAll("[data-change='gone']")).toHaveLength(0);
  expect(figure.value).toEqual({});
  expect(freed).toBe(1);
});

test("Escape gives a stroke up", async () => {
  show();
  point(bank(), "pointerdown", at(10, 0.9));
  point(bank(), "pointermove", at(12, 0.9));
  press(bank(), "Escape");
  point(bank(), "pointermove", at(20, 0.9));
  point(bank(), "pointerup", at(20, 0.9));
  await settle();
  expect(figure.value).toEqual({});
  expect(list()[0]).toContain("Nothing is changed");
});

test("shift and drag selects, and what is done then is done to the selection", () => {
  show();
  drag(bank(), { from: at(20, 0.5), to: at(23, 0.5), shiftKey: true });
  expect(figure.find(".reach").textContent).toContain("4 selected channels of P3");
  button("Mute").click();
  flushSync();
  expect([...(weights()?.subarray(20, 24) ?? [])]).toEqual([0, 0, 0, 0]);
  expect(weights()?.[24]).toBe(s(24));
  expect(weights()?.[30]).toBe(s(30));
  button("Solo").click();
  flushSync();
  expect(weights()?.[30]).toBe(0);
  button("Select none").click();
  flushSync();
  expect(figure.find(".reach").textContent).toContain("All 64 channels of P3");
});

test("sliders preview and settle as one step", () => {
  show();
  const [level, factor] = figure.findAll('input[type="range"]');
  if (!level || !factor) throw new Error("no sliders");
  for (const value of [0.9, 0.5, 0.25]) slide(level, value);
  expect(figure.value).toEqual({});
  level.dispatchEvent(new Event("change", { bubbles: true }));
  expect(new Set(weights())).toEqual(new Set([0.25]));
  slide(factor, 2);
  factor.dispatchEvent(new Event("change", { bubbles: true }));
  expect(new Set(weights())).toEqual(new Set([0.5]));
  button("Undo").click();
  button("Undo").click();
  expect(figure.value).toEqual({});
  button("Redo").click();
  expect(new Set(weights())).toEqual(new Set([0.25]));
});

test("every preset does what it says", () => {
  const [other, third] = [testTrace({ seed: 3 }), testTrace({ seed: 4 })];
  show({ other, mean: [other, third] });
  const of = (one: Trace, channel: number): number =>
    one.channelWeights("P3").excitation[channel] ?? NaN;
  const after = (name: string): Float32Array => {
    button(name).click();
    flushSync();
    return weights() ?? new Float32Array();
  };
  expect(after("Mute")[5]).toBe(0);
  expect(after("Neutral")[5]).toBe(0.5);
  expect(after("Usual mean")[5]).toBe(trace.model.seLayers[0]?.reference?.mean[5]);
  expect(after("Mean of 2 photographs")[5]).toBeCloseTo((of(other, 5) + of(third, 5)) / 2, 4);
  expect(after("As in gradient 3.png")[5]).toBeCloseTo(of(other, 5), 4);
  const taken = weights()?.slice().sort();
  expect(after("Shuffle").slice().sort()).toEqual(taken);
  button("As trained").click();
  flushSync();
  expect(figure.value).toEqual({});
  button("All layers as in gradient 3.png").click();
  expect(Object.keys(figure.value as SEEdits)).toEqual(["P3", "P4", "P5"]);
});

test("a trace of another network is refused in words, and nothing is lost", () => {
  const base = testTrace();
  const other = {
    ...base,
    channelWeights: () => ({
      ...base.channelWeights("P3"),
      excitation: new Float32Array(3),
    }),
  };
  show({ other });
  button("Mute").click();
  button("As in gradient 1.png").click();
  flushSync();
  expect(figure.find("[role='alert']").textContent).toContain("expected 64 numbers, found 3");
  expect(weights()?.[0]).toBe(0);
});

test("the keyboard alone goes along, changes, mutes, undoes and redoes", () => {
  show();
  press(bank(), "ArrowRight");
  press(bank(), "ArrowRight");
  press(bank(), "ArrowUp");
  expect(weights()?.[2]).toBeCloseTo(s(2) + 0.01, 3);
  expect(bank().getAttribute("aria-valuetext")).toContain("channel 2: s = ");
  press(bank(), "m");
  expect(list()).toEqual([`P3 channel 2 ${s(2).toFixed(2)} → 0 ×`]);
  press(bank(), "ArrowRight", { shiftKey: true });
  press(bank(), "n");
  expect([...(weights()?.subarray(2, 4) ?? [])]).toEqual([0.5, 0.5]);
  const control = (key: string, shiftKey = false): void => {
    const event = { key, ctrlKey: true, shiftKey, bubbles: true };
    bank().dispatchEvent(new KeyboardEvent("keydown", event));
    flushSync();
  };
  control("z");
  expect(weights()?.[2]).toBe(0);
  control("Z", true);
  expect(weights()?.[2]).toBe(0.5);
  press(bank(), "r");
  expect(figure.value).toEqual({});
  press(bank(), "s");
  expect(weights()?.[9]).toBe(0);
  expect(weights()?.[3]).toBe(s(3));
  press(bank(), "Escape");
  press(bank(), "End", { shiftKey: true });
  expect(figure.find(".reach").textContent).toContain("61 selected channels");
});

test("a change is taken out of the list, from the middle too", () => {
  show();
  click(bank(), at(5, 0.9));
  click(bank(), at(6, 0.9));
  figure.find("button[aria-label='Remove the change of P3 channel 5']").click();
  flushSync();
  expect(weights()?.[5]).toBe(s(5));
  expect(weights()?.[6]).toBeCloseTo(0.9, 1);
});

test("its state comes back on another trace, and makes the same edits", () => {
  show();
  click(bank(), at(5, 0.9));
  button("Shuffle").click();
  flushSync();
  const { state } = channelMixer;
  const saved: unknown = JSON.parse(JSON.stringify(state?.save(figure.value)));
  expect(JSON.stringify(saved).length).toBeLessThan(80);
  const value = state?.load(saved, trace);
  expect(value).toEqual(figure.value);
  figure.update({ value: {} });
  expect(list()[0]).toContain("Nothing is changed");
  figure.update({ value });
  expect(list()).toHaveLength(2);
  expect(state?.save(value)).toEqual(saved);
  expect(state?.save({})).toEqual([]);
});

test("a new photograph gets the same changes", async () => {
  show();
  click(bank(), at(5, 0.9));
  const before = weights();
  const next = testTrace({ seed: 9 });
  figure.update({ trace: next });
  await settle();
  expect(weights()?.[5]).toBe(before?.[5]);
  expect(weights()?.[6]).toBe(next.channelWeights("P3").excitation[6]);
  expect(asked.at(-1)).toEqual(figure.value);
});

test("a failed run says so and can be tried again; the changes stay", async () => {
  let fails = true;
  const sometimes: MixerRerun = (from, edits) => {
    if (!fails) return rerun(from, edits);
    throw new Error("no memory");
  };
  show({ rerun: sometimes });
  button("Mute").click();
  await settle();
  expect(figure.find("[role='alert']").textContent).toContain("no memory");
  fails = false;
  button("Try again").click();
  await settle();
  expect(figure.findAll("[role='alert']")).toEqual([]);
  expect(weights()?.[0]).toBe(0);
});

test("without a network the faders move and the page says what is missing", () => {
  show({ rerun: undefined });
  button("Mute").click();
  flushSync();
  expect(weights()?.[0]).toBe(0);
  expect(figure.target.textContent).toContain("Given rerun, the detections follow");
});

test("another layer has its own faders, and shows which ones are changed", () => {
  show();
  button("Mute").click();
  flushSync();
  figure.find('input[value="P4"]').click();
  flushSync();
  expect(figure.find(".reach").textContent).toContain("All 128 channels of P4");
  expect(figure.find("legend").parentElement?.textContent).toContain("P3 •");
});
