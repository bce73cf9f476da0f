import { expect, test } from "vitest";
import { contributions } from "./contributions.ts";
import { findSELayer } from "./layers.ts";
import { testTrace } from "./testing/trace.ts";

test.each(["P3", "P4", "P5"])("the terms of every channel of %s give its weight", (key) => {
  const trace = testTrace({ seed: 3 });
  const layer = findSELayer(trace.model, key);
  const weights = trace.channelWeights(key);
  weights.excitation.forEach((s, channel) => {
    const { terms, sum, weight } = contributions(layer, weights, channel);
    expect(Math.abs(weight - s)).toBeLessThan(1e-6);
    expect(terms.reduce((total, { value }) => total + value, 0)).toBeCloseTo(sum, 9);
    expect(terms.map(({ unit }) => unit).sort((a, b) => a - b)).toEqual(
      Array.from({ length: layer.hidden }, (_, k) => k),
    );
  });
});

test("terms are W2[channel, unit] · h[unit], the largest in size first", () => {
  const layer = {
    ...findSELayer(testTrace().model, "P3"),
    channels: 2,
    hidden: 3,
    second: Float32Array.of(1, 2, 3, -4, 0.5, 0),
  };
  const weights = {
    squeeze: new Float32Array(2),
    hidden: Float32Array.of(1, 4, 0),
    excitation: Float32Array.of(0.5, 0.5),
  };
  expect(contributions(layer, weights, 1)).toEqual({
    terms: [
      { unit: 0, value: -4 },
      { unit: 1, value: 2 },
      { unit: 2, value: 0 },
    ],
    sum: -2,
    bias: 0,
    weight: expect.closeTo(0.11920292, 7) as number,
  });
});

test.each([-1, 64, 1.5])("channel %s is not there", (channel) => {
  const trace = testTrace();
  const layer = findSELayer(trace.model, "P3");
  expect(() => contributions(layer, trace.channelWeights("P3"), channel)).toThrow(
    `Layer P3 has no channel ${String(channel)}: expected whole numbers from 0 to 63`,
  );
});
