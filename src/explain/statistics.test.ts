import { expect, test } from "vitest";
import type { ChannelWeights } from "../trace/index.ts";
import { channelStatistics, weightDifferences } from "./statistics.ts";
import { testTrace } from "./testing/trace.ts";

function weights(...s: number[]): ChannelWeights {
  return {
    squeeze: new Float32Array(s.length),
    hidden: new Float32Array(1),
    excitation: Float32Array.from(s),
  };
}

test("counts channels above and below neutral; one exactly on it is neither", () => {
  expect(channelStatistics(weights(0.25, 0.5, 0.75, 1))).toEqual({
    channels: 4,
    mean: 0.625,
    spread: expect.closeTo(Math.sqrt(0.3125 / 3), 12) as number,
    smallest: 0.25,
    largest: 1,
    above: 2,
    below: 1,
    standing: "working",
    unusual: undefined,
  });
});

test.each([
  ["neutral", [0.48, 0.5, 0.53]],
  ["working", [0.48, 0.5, 0.6]],
  ["open", [0.96, 0.99]],
  ["working", [0.94, 0.99]],
])("a layer is %s with weights %j", (standing, s) => {
  expect(channelStatistics(weights(...s)).standing).toBe(standing);
});

test("differences are in usual deviations, and none where nothing ever varied", () => {
  const reference = {
    photographs: 10,
    mean: Float32Array.of(0.5, 0.5, 0.25),
    deviation: Float32Array.of(0.125, 0.25, 0),
  };
  const s = Float32Array.of(0.75, 0.25, 0.75);
  expect([...weightDifferences(s, reference)]).toEqual([2, -1, 0]);
  expect(s).toEqual(Float32Array.of(0.75, 0.25, 0.75));
});

test("counts the channels more than two usual deviations away", () => {
  const reference = {
    photographs: 10,
    mean: Float32Array.of(0.5, 0.5, 0.5),
    deviation: Float32Array.of(0.1, 0.1, 0.1),
  };
  expect(channelStatistics(weights(0.75, 0.35, 0.2), reference).unusual).toBe(2);
});

test("the numbers of a layer that gave the neutral weight everywhere", () => {
  const trace = testTrace({ weight: 0.5 });
  expect(channelStatistics(trace.channelWeights("P3"))).toMatchObject({
    channels: 64,
    mean: 0.5,
    spread: 0,
    above: 0,
    below: 0,
    standing: "neutral",
  });
});
