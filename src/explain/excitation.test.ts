import { expect, test } from "vitest";
import { ReadableError } from "../trace/index.ts";
import { channelSum, channelSums, hiddenSum, hiddenSums, shortSum } from "./excitation.ts";
import { testTrace } from "./testing/trace.ts";

const trace = testTrace();
const layer = trace.model.seLayers[1] ?? expect.fail("no P4");
const weights = trace.channelWeights(layer.key);

test("ReLU of a hidden sum is the trace's h, sigmoid of a channel's sum its s", () => {
  hiddenSums(layer, weights).forEach((sum, unit) => {
    expect(Math.max(0, sum)).toBeCloseTo(weights.hidden[unit] ?? NaN, 5);
    expect(hiddenSum(layer, weights, unit).sum).toBeCloseTo(sum, 9);
  });
  channelSums(layer, weights).forEach((sum, channel) => {
    expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(weights.excitation[channel] ?? NaN, 5);
    expect(channelSum(layer, weights, channel).sum).toBeCloseTo(sum, 9);
  });
});

test("terms are products, the largest in size first", () => {
  const { terms } = hiddenSum(layer, weights, 3);
  expect(terms).toHaveLength(128);
  for (const { index, parameter, factor, value } of terms) {
    expect(parameter).toBe(layer.first[3 * 128 + index]);
    expect(factor).toBe(weights.squeeze[index]);
    expect(value).toBe(parameter * factor);
  }
  const sizes = terms.map(({ value }) => Math.abs(value));
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
});

test("a short sum names the first terms and adds up the others", () => {
  const whole = hiddenSum(layer, weights, 0);
  const { named, others } = shortSum(whole, { count: 10 });
  expect(named).toEqual(whole.terms.slice(0, 10));
  expect(others.count).toBe(118);
  const sum = named.reduce((total, { value }) => total + value, others.sum);
  expect(sum).toBeCloseTo(whole.sum, 9);
  expect(shortSum(whole, { count: 500 }).others).toEqual({ count: 0, sum: 0 });
});

test("a unit or channel that the layer has not is named", () => {
  expect(() => hiddenSum(layer, weights, 8)).toThrow(
    "no hidden unit 8: expected whole numbers from 0 to 7",
  );
  expect(() => channelSum(layer, weights, -1)).toThrow(ReadableError);
});
