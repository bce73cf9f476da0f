import { flushSync } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import {
  type FeatureMapRequest,
  type FeatureMaps as Maps,
  ReadableError,
  type Trace,
} from "../../trace/index.ts";
import { focusOf } from "../parts/focus.svelte.ts";
import { click, point, press, settle } from "../testing/events.ts";
import { type Mounted, mountFigure, type TestProps } from "../testing/mounted.svelte.ts";
import { testDetections, testTrace } from "../testing/trace.ts";
import FeatureMaps from "./FeatureMaps.svelte";

const trace = testTrace();
let figure: Mounted;
afterEach(() => {
  figure.remove();
  vi.restoreAllMocks();
});

async function show(props: Partial<TestProps> = {}): Promise<Mounted> {
  figure = mountFigure(FeatureMaps, {
    trace,
    value: [],
    layer: "P4",
    channels: undefined,
    detection: undefined,
    ...props,
  });
  await settle();
  return figure;
}
const titles = (): string[] => figure.findAll("article h4").map(({ textContent }) => textContent);
const rasters = (): HTMLElement[] => figure.findAll(".raster");

/** A trace whose maps come when the test says so. */
function slowTrace(): Trace & { answers: { layer: string; answer: (error?: Error) => void }[] } {
  const answers: { layer: string; answer: (error?: Error) => void }[] = [];
  const featureMaps = (layer: string, request: FeatureMapRequest = {}): Promise<Maps> =>
    new Promise((resolve, reject) => {
      const answer = (error?: Error): void => {
        if (error) reject(error);
        else resolve(trace.featureMaps(layer, request));
      };
      answers.push({ layer, answer });
    });
  return Object.assign(testTrace({ featureMaps }), { answers });
}

test("without a choice it shows what stands out, before and after", async () => {
  await show();
  expect(titles()).toHaveLength(6);
  expect(rasters()).toHaveLength(12);
  expect(figure.findAll(".raised")).toHaveLength(3);
  expect(figure.target.textContent).toContain("raised and lowered most against what is usual");
  expect(figure.value).toEqual([]);
});

test("paints before and after on one colour scale, at the size of the grid", async () => {
  await show({ value: [5] });
  const [before, after] = rasters().map((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error("no canvas");
    expect([canvas.width, canvas.height]).toEqual([40, 40]);
    const data = canvas.getContext("2d")?.getImageData(0, 0, 40, 40).data ?? [];
    return Array.from({ length: 1600 }, (_, i) => data[i * 4 + 1] ?? 0);
  });
  const s = trace.channelWeights("P4").excitation[5] ?? 1;
  expect(s).toBeLessThan(0.9);
  // Viridis' green grows with the activation: recalibration may only darken what is positive.
  const { values } = await trace.featureMaps("P4", { channels: [5], at: "input" });
  const darkened = [...(values[0] ?? [])].flatMap((value, i) =>
    value > 0.5 ? [(after?.[i] ?? 0) - (before?.[i] ?? 0)] : [],
  );
  expect(darkened.length).toBeGreaterThan(100);
  expect(Math.max(...darkened)).toBeLessThanOrEqual(0);
  expect(Math.min(...darkened)).toBeLessThan(-5);
});

test("an answer to an older question never replaces a newer one", async () => {
  const slow = slowTrace();
  await show({ trace: slow, layer: "P3" });
  expect(figure.find(".cards").getAttribute("aria-busy")).toBe("true");
  expect(rasters()).toHaveLength(0);
  figure.update({ layer: "P5" });
  for (const { layer, answer } of slow.answers) if (layer === "P5") answer();
  await settle();
  expect(rasters()).toHaveLength(12);
  const shown = figure.find('[role="img"]').getAttribute("aria-label");
  for (const { layer, answer } of slow.answers) if (layer === "P3") answer();
  await settle();
  expect(figure.find('[role="img"]').getAttribute("aria-label")).toBe(shown);
  expect(shown).toContain("of 20 by 20");
});

test("maps of another photograph are never shown over this one", async () => {
  await show();
  figure.update({ trace: slowTrace() });
  expect(rasters()).toHaveLength(0);
  expect(figure.find('[role="status"]').textContent).toContain("Fetching");
});

test("a failure is shown in place and can be tried again", async () => {
  const slow = slowTrace();
  await show({ trace: slow });
  slow.answers[0]?.answer(new ReadableError({ what: "The feature maps were released" }));
  await settle();
  expect(figure.find('[role="alert"]').textContent).toContain("The feature maps were released.");
  const asked = slow.answers.length;
  figure.find('[role="alert"] button').click();
  flushSync();
  for (const { answer } of slow.answers.slice(asked)) answer();
  await settle();
  expect(figure.findAll('[role="alert"]')).toEqual([]);
  expect(rasters()).toHaveLength(12);
});

test("what does not change the maps does not fetch them again", async () => {
  const slow = slowTrace();
  await show({ trace: slow });
  const asked = slow.answers.length;
  figure.update({ detection: testDetections[0], value: [] });
  figure.find('input[type="checkbox"]').click();
  await settle();
  expect(slow.answers).toHaveLength(asked);
});

test("an unknown layer is named", async () => {
  await show({ layer: "P9" });
  expect(figure.find('[role="alert"]').textContent).toContain("The network has no layer P9");
});

test("a click shows one channel alone, a second one all again; one can be taken away", async () => {
  await show();
  const all = titles();
  figure.findAll(".maps")[1]?.click();
  await settle();
  expect(titles()).toEqual([all[1]]);
  expect(figure.value).toEqual([Number(all[1]?.split(" ")[1])]);
  figure.find(".maps").click();
  await settle();
  expect(figure.value).toEqual([]);
  expect(titles()).toEqual(all);
  figure.findAll(".remove")[0]?.click();
  await settle();
  expect(titles()).toEqual(all.slice(1));
});

test("the value becomes the channels of its option whenever these change", async () => {
  await show({ channels: [4, 2] });
  expect(titles()).toEqual(["channel 4", "channel 2"]);
  expect(figure.value).toEqual([4, 2]);
  figure.findAll(".remove")[0]?.click();
  figure.update({ channels: [4, 2] });
  expect(figure.value).toEqual([2]);
  figure.update({ channels: [9] });
  expect(figure.value).toEqual([9]);
});

test("hovering reads the cell in every map and paints nothing anew", async () => {
  await show({ value: [5, 6] });
  const paint = vi.spyOn(CanvasRenderingContext2D.prototype, "putImageData");
  const map = figure.find("[data-map='after']");
  const { clientWidth: width, clientHeight: height } = map;
  for (let x = 1; x < width; x += 5) point(map, "pointermove", { x, y: height / 2 });
  point(map, "pointermove", { x: width * 0.26, y: height / 2 + 1 });
  expect(paint).not.toHaveBeenCalled();
  const at = 20 * 40 + 10;
  const read = async (at: "input" | "output"): Promise<string[]> =>
    (await trace.featureMaps("P4", { channels: [5, 6], at })).values.map((v) => number(v));
  const number = (values: Float32Array): string => (values[at] ?? 0).toFixed(3).replace("-", "−");
  const [before, after] = [await read("input"), await read("output")];
  expect(figure.findAll(".caption strong").map(({ textContent }) => textContent)).toEqual([
    ...[before[0], after[0]],
    ...[before[1], after[1]],
  ]);
  expect(figure.findAll("rect.grid-cell")).toHaveLength(4);
  expect(focusOf(trace).channelOf("P4")).toBe(5);
  point(figure.find(".maps"), "pointerleave", { x: -9, y: -9 });
  expect(figure.findAll("rect.grid-cell")).toHaveLength(0);
});

test("arrow keys read cells", async () => {
  await show({ value: [5] });
  press(figure.find(".maps"), "ArrowRight");
  press(figure.find(".maps"), "ArrowDown");
  expect(figure.target.textContent).toContain("at row 21, column 20");
});

test("highlights the channel that another figure points at", async () => {
  await show({ value: [5, 6] });
  focusOf(trace).pointAtChannel("P4", 6);
  flushSync();
  expect(figure.find(".highlighted h4").textContent).toBe("channel 6");
  focusOf(trace).pointAtChannel("P4", undefined);
});

test("a detection is outlined on every map where it lies", async () => {
  await show({ value: [5], detection: testDetections[0] });
  const boxes = figure.findAll("rect.box");
  expect(boxes).toHaveLength(2);
  expect(boxes[0]?.getAttribute("x")).toBe("100");
  figure.update({ detection: null });
  expect(figure.findAll("rect.box")).toHaveLength(0);
});

test("a layer without channel weights has one map a channel", async () => {
  await show({ layer: "9" });
  expect(figure.findAll("[data-map]").map(({ dataset }) => dataset["map"])).toEqual(
    Array.from({ length: 6 }, () => "map"),
  );
});

test("more than twelve channels are paged", async () => {
  await show({ value: Array.from({ length: 20 }, (_, c) => c) });
  expect(titles()).toHaveLength(12);
  expect(figure.find("nav").textContent).toContain("channels 1–12 of 20");
  figure.findAll("nav button")[1]?.click();
  await settle();
  expect(titles()[0]).toBe("channel 12");
  expect(rasters()).toHaveLength(16);
});

test("the maps can stand alone", async () => {
  await show({ overlay: false });
  expect(figure.findAll(".photo")).toHaveLength(0);
  const check = figure.find('input[type="checkbox"]');
  click(check, { x: 1, y: 1 });
  check.click();
  flushSync();
  expect(figure.findAll(".photo")).toHaveLength(12);
});
