import { expect, test } from "vitest";
import { rankChannels, standoutChannels } from "./rank.ts";
import { neutralWeight } from "./statistics.ts";
import { testTrace } from "./testing/trace.ts";

test("ranks by weight, highest first, every channel once", () => {
  const trace = testTrace();
  const s = trace.channelWeights("P4").excitation;
  const ranked = rankChannels(trace, "P4", { by: "weight" });
  expect(ranked.map(({ weight }) => weight)).toEqual([...s].sort((a, b) => b - a));
  expect(new Set(ranked.map(({ channel }) => channel)).size).toBe(128);
  for (const { channel, weight } of ranked) expect(weight).toBe(s[channel]);
});

test("ranks by difference from what is usual", () => {
  const trace = testTrace();
  const ranked = rankChannels(trace, "P3", { by: "difference" });
  const reference = trace.model.seLayers[0]?.reference;
  const expected = Array.from(trace.channelWeights("P3").excitation, (s, c) => ({
    c,
    d: (s - (reference?.mean[c] ?? 0)) / (reference?.deviation[c] ?? 0),
  })).sort((a, b) => b.d - a.d);
  expect(ranked.map(({ channel }) => channel)).toEqual(expected.map(({ c }) => c));
  expect(ranked[0]?.difference).toBeCloseTo(expected[0]?.d ?? 0, 5);
});

test("equal weights stay in channel order", () => {
  const ranked = rankChannels(testTrace({ weight: 0.7 }), "P3", { by: "weight" });
  expect(ranked.map(({ channel }) => channel)).toEqual(Array.from({ length: 64 }, (_, c) => c));
});

test("without a reference there is no difference to rank by", () => {
  const trace = testTrace({ reference: false });
  expect(() => rankChannels(trace, "P5", { by: "difference" })).toThrow(
    "What the channel weights of P5 usually are was not measured",
  );
  expect(rankChannels(trace, "P5", { by: "weight" })[0]?.difference).toBeUndefined();
});

test("a layer without channel weights is named with those that have them", () => {
  expect(() => rankChannels(testTrace(), "9", { by: "weight" })).toThrow(
    "Layer 9 has no channel weights: expected an SE layer, one of P3, P4, P5",
  );
});

test("the channels that stand out, against the reference or against neutral", () => {
  const usual = standoutChannels(testTrace(), "P4", { count: 3 });
  const ranked = rankChannels(testTrace(), "P4", { by: "difference" }).map((one) => one.channel);
  expect(usual).toEqual({
    raised: ranked.slice(0, 3),
    lowered: ranked.slice(-3).reverse(),
    against: "reference",
  });
  const trace = testTrace({ reference: false });
  const { raised, lowered, against } = standoutChannels(trace, "P4", { count: 3 });
  const s = trace.channelWeights("P4").excitation;
  expect(against).toBe("neutral");
  expect(s[raised[0] ?? -1]).toBe(Math.max(...s));
  expect(s[lowered[0] ?? -1]).toBe(Math.min(...s));
});

test("nothing stands out where every weight is neutral", () => {
  const trace = testTrace({ reference: false, weight: neutralWeight });
  expect(standoutChannels(trace, "P3", { count: 3 })).toMatchObject({ raised: [], lowered: [] });
});
