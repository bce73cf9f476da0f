import { expect, test } from "vitest";
import { nextChannel } from "./keys.ts";
import { channelAt, channelsBetween, channelWeightMarks } from "./marks.ts";
import { testTrace } from "../testing/trace.ts";

const options = {
  layer: "P3",
  sort: "index",
  measure: "weight",
  width: 640,
  height: 300,
} as const;

test("every channel has its place, the neutral line lies at 0.5 and higher weights stand higher", () => {
  const trace = testTrace();
  const { marks, neutral, plot, step, order } = channelWeightMarks(trace, options);
  const s = trace.channelWeights("P3").excitation;
  expect(order).toEqual(Array.from({ length: 64 }, (_, c) => c));
  expect(neutral).toBe((plot.top + plot.bottom) / 2);
  marks.forEach((mark, channel) => {
    expect(mark.channel).toBe(channel);
    expect(mark.weight).toBe(s[channel]);
    expect(mark.x).toBeCloseTo(plot.left + (channel + 0.5) * step, 9);
    expect(mark.y).toBeCloseTo(plot.bottom - mark.weight * (plot.bottom - plot.top), 9);
    expect(mark.colour).toContain(mark.weight > 0.5 ? "--raised" : "--lowered");
  });
});

test("the usual mean has a tick", () => {
  const trace = testTrace();
  const { marks, plot } = channelWeightMarks(trace, options);
  const mean = trace.model.seLayers[0]?.reference?.mean[5] ?? 0;
  expect(marks[5]?.usual).toBeCloseTo(plot.bottom - mean * (plot.bottom - plot.top), 9);
});

test("sorted, the marks go from left to right by weight or by difference", () => {
  for (const by of ["weight", "difference"] as const) {
    const { marks, order } = channelWeightMarks(testTrace(), { ...options, sort: by, measure: by });
    const values = order.map((channel) => marks[channel]?.[by] ?? Number.NaN);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(order.map((channel) => marks[channel]?.x)).toEqual(
      [...marks].map(({ x }) => x).sort((a, b) => a - b),
    );
    expect(values).not.toContain(Number.NaN);
  }
});

test("differences stand around 0, and every one is inside the drawing", () => {
  const drawn = channelWeightMarks(testTrace(), { ...options, measure: "difference" });
  for (const { y, difference = 0 } of drawn.marks) {
    expect(Math.sign(drawn.neutral - y)).toBe(Math.sign(difference));
    expect(y).toBeGreaterThanOrEqual(drawn.plot.top);
    expect(y).toBeLessThanOrEqual(drawn.plot.bottom);
  }
  expect(drawn.yTicks.map(({ label }) => label)).toContain("0");
});

test("without a reference, difference falls back to the weight", () => {
  const drawn = channelWeightMarks(testTrace({ reference: false }), {
    ...options,
    sort: "difference",
    measure: "difference",
  });
  expect(drawn.measure).toBe("weight");
  expect(drawn.marks[0]).toMatchObject({ difference: undefined, usual: undefined });
  const weights = drawn.order.map((channel) => drawn.marks[channel]?.weight ?? 0);
  expect(weights).toEqual([...weights].sort((a, b) => b - a));
});

test("the nearest channel, also left and right of all", () => {
  const drawn = channelWeightMarks(testTrace(), { ...options, sort: "weight" });
  for (const { channel, x } of drawn.marks) {
    expect(channelAt(drawn, x)).toBe(channel);
    expect(channelAt(drawn, x + drawn.step * 0.4)).toBe(channel);
  }
  expect(channelAt(drawn, -100)).toBe(drawn.order[0]);
  expect(channelAt(drawn, 9999)).toBe(drawn.order[63]);
});

test("a stretch holds the channels whose marks stand in it", () => {
  const drawn = channelWeightMarks(testTrace(), { ...options, sort: "weight" });
  const [from, to] = [drawn.order[3] ?? 0, drawn.order[6] ?? 0].map((c) => drawn.marks[c]?.x ?? 0);
  expect(channelsBetween(drawn, { from: from ?? 0, to: to ?? 0 })).toEqual(drawn.order.slice(3, 7));
  expect(channelsBetween(drawn, { from: 0, to: 1 })).toEqual([]);
});

test.each([
  ["ArrowRight", undefined, 5],
  ["ArrowRight", 5, 3],
  ["ArrowLeft", 5, 5],
  ["ArrowRight", 8, 8],
  ["End", 5, 8],
  ["Home", 8, 5],
  ["PageDown", 3, 8],
  ["x", 3, undefined],
])("%s leads from %s to %s", (key, from, to) => {
  expect(nextChannel({ order: [5, 3, 8] }, { key, from })).toBe(to);
});

test("a layer without channel weights is an error", () => {
  expect(() => channelWeightMarks(testTrace(), { ...options, layer: "9" })).toThrow(
    "Layer 9 has no channel weights",
  );
});
