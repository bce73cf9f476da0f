import { expect, test } from "vitest";
import { channelStatistics } from "../../explain/index.ts";
import { testTrace } from "../testing/trace.ts";
import { summary, unusualChannels, warning } from "./summary.ts";

const statistics = (weight?: number) =>
  channelStatistics(testTrace(weight === undefined ? {} : { weight }).channelWeights("P3"));

test("a sentence with the numbers", () => {
  const { above, below } = statistics();
  expect(summary(statistics())).toMatch(
    new RegExp(`^${String(above)} of 64 channels above neutral, ${String(below)} below; mean 0\\.`),
  );
  expect(unusualChannels(statistics())).toBeUndefined();
  expect(unusualChannels({ ...statistics(), unusual: 3 })).toMatch(/^3 of 64 are more than two/);
});

test("a warning where the layer does nothing", () => {
  expect(warning(statistics())).toBeUndefined();
  expect(warning(statistics(0.5))).toContain("near neutral, from 0.5000 to 0.5000");
  expect(warning(statistics(0.99))).toContain("near 1, from 0.9900");
});
