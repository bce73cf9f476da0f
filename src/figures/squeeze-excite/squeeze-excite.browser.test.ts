import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type FeatureMaps, ReadableError, type Trace } from "../../trace/index.ts";
import { focusOf } from "../parts/focus.svelte.ts";
import { point, press, settle } from "../testing/events.ts";
import { type Mounted, mountFigure } from "../testing/mounted.svelte.ts";
import { testTrace } from "../testing/trace.ts";
import { squeezeExcite } from "./index.ts";
import { nothingChosen } from "./value.ts";

let figure: Mounted;
let trace: Trace;
beforeEach(() => {
  trace = testTrace();
});
afterEach(() => {
  vi.useRealTimers();
  figure.remove();
});

async function show(props: Record<string, unknown> = {}): Promise<void> {
  figure = mountFigure(squeezeExcite.component, {
    ...{ trace, value: nothingChosen, layer: "P4", usual: undefined, neutral: undefined },
    ...props,
  });
  await settle();
}

function openStep(): number {
  return Number(figure.find("[data-step]:has([aria-expanded='true'])").dataset["step"]);
}

test("it begins with the first step and with what stands out", async () => {
  await show();
  expect(openStep()).toBe(1);
  const hidden = trace.channelWeights("P4").hidden;
  expect(figure.value).toMatchObject({ step: 1, unit: hidden.indexOf(Math.max(...hidden)) });
});

test("steps: buttons, keys, jump; the ends are ends", async () => {
  await show();
  const [back, , forward] = figure.findAll(".transport button");
  expect(back?.hasAttribute("disabled")).toBe(true);
  forward?.click();
  flushSync();
  expect(openStep()).toBe(2);
  press(figure.find(".block"), "End");
  expect(openStep()).toBe(5);
  expect(forward?.hasAttribute("disabled")).toBe(true);
  press(figure.find(".block"), "ArrowRight");
  expect(openStep()).toBe(5);
  figure.find("[data-step='3'] h4 button").click();
  flushSync();
  expect(openStep()).toBe(3);
  press(figure.find(".block"), "ArrowLeft");
  expect(figure.value).toMatchObject({ step: 2 });
});

test("a key moves the keyboard along when its place is gone", async () => {
  await show({ value: { step: 2, channel: 0, unit: 0 } });
  figure.find(".units button").focus();
  press(figure.find(".units button"), "ArrowRight");
  await settle();
  expect(document.activeElement).toBe(figure.find("[data-step='3'] h4 button"));
});

test("arrow keys work on the buttons too, which keep the keyboard", async () => {
  await show();
  const [, play] = figure.findAll(".transport button");
  if (!play) expect.fail("no button");
  play.focus();
  press(play, "ArrowRight");
  await settle();
  expect(openStep()).toBe(2);
  expect(document.activeElement).toBe(play);
});

test("it plays: the maps collapse, then step follows step, and it stops at the end", async () => {
  await show();
  vi.useFakeTimers();
  const play = figure.find(".play");
  play.click();
  flushSync();
  expect(play.textContent).toBe("Pause");
  vi.advanceTimersByTime(1700);
  flushSync();
  expect(figure.findAll(".tiles.collapsed")).toHaveLength(1);
  for (const step of [2, 3, 4, 5]) {
    vi.advanceTimersByTime(5100);
    flushSync();
    expect(openStep()).toBe(step);
  }
  vi.advanceTimersByTime(5100);
  flushSync();
  expect(play.textContent).toBe("Play");
});

test("a jump ends the playing", async () => {
  await show();
  vi.useFakeTimers();
  figure.find(".play").click();
  flushSync();
  figure.find("[data-step='2'] h4 button").click();
  flushSync();
  vi.advanceTimersByTime(60_000);
  flushSync();
  expect(openStep()).toBe(2);
});

test("a channel that another figure points at is marked in every step", async () => {
  await show({ value: { step: 3, channel: 5, unit: 1 } });
  const caption = (): string => figure.find("[data-step='3'] caption").textContent;
  expect(caption()).toContain("Channel 5");
  focusOf(trace).pointAtChannel("P4", 77);
  flushSync();
  expect(caption()).toContain("Channel 77");
  expect(figure.value).toMatchObject({ channel: 5 });
  const strip = figure.find("[aria-label^='Sums before']");
  const x = (100.5 / 128) * strip.clientWidth;
  for (const type of ["pointerdown", "pointerup"] as const) point(strip, type, { x, y: 5 });
  expect(figure.value).toMatchObject({ channel: 100, unit: 1 });
});

test("a new layer keeps what it has of the selection", async () => {
  await show({ layer: "P5", value: { step: 2, channel: 200, unit: 3 } });
  figure.update({ layer: "P3" });
  await settle();
  expect(figure.value).toMatchObject({ step: 2, unit: 3 });
  expect(figure.find("input[type='number']").getAttribute("max")).toBe("63");
  expect(Number(figure.find("input[type='number']").getAttribute("value") ?? 0)).toBeLessThan(64);
});

test("a unit that is off says so", async () => {
  const hidden = trace.channelWeights("P4").hidden;
  const off = hidden.filter((h) => h === 0).length;
  expect(off).toBeGreaterThan(0);
  await show({ value: { step: 2, channel: 0, unit: 0 } });
  expect(figure.findAll(".units .off")).toHaveLength(off);
  expect(figure.findAll(".units .cut")).toHaveLength(off);
});

test("maps that can't be had are told and asked for again", async () => {
  let broken = true;
  const whole = testTrace();
  trace = testTrace({
    featureMaps: (layer, request) =>
      broken
        ? Promise.reject(new ReadableError({ what: "The maps are gone" }))
        : whole.featureMaps(layer, request),
  });
  await show();
  expect(figure.find("[role='alert']").textContent).toContain("The maps are gone");
  broken = false;
  figure.find("[role='alert'] button").click();
  flushSync();
  await settle();
  expect(figure.findAll(".tiles canvas")).toHaveLength(2);
});

test("maps that come too late for a new photograph are not shown", async () => {
  const waiting: (() => void)[] = [];
  const slow = testTrace({
    featureMaps: (layer, request) =>
      new Promise<FeatureMaps>((resolve) => {
        waiting.push(() => {
          void testTrace().featureMaps(layer, request).then(resolve);
        });
      }),
  });
  await show({ trace: slow });
  const next = testTrace({ featureMaps: () => new Promise(() => undefined) });
  figure.update({ trace: next });
  for (const answer of waiting) answer();
  await settle();
  expect(figure.findAll(".tiles")).toHaveLength(0);
  expect(figure.target.textContent).toContain("Fetching the feature maps");
});

test("the last step compares as soon as the other versions are there", async () => {
  await show({ value: { step: 5, channel: 0, unit: 0 } });
  expect(figure.findAll("thead th")).toHaveLength(2);
  figure.update({ usual: testTrace({ candidates: [] }), neutral: testTrace() });
  expect(figure.findAll("thead th").map(({ textContent }) => textContent.trim())).toEqual([
    "found",
    expect.stringContaining("as trained"),
    expect.stringContaining("usual weights"),
    expect.stringContaining("neutral"),
  ]);
  expect(figure.findAll("[data-change='gone']")).toHaveLength(2);
});

test("an unknown layer is named", async () => {
  await show({ layer: "P9" });
  expect(figure.find("[role='alert']").textContent).toContain("Layer P9 has no channel weights");
});
