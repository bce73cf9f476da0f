import { describe, expect, test } from "vitest";
import {
  type Evidence,
  ReadableError,
  eachLogit,
  evidenceValue,
  logitNames,
  sigmoid,
  targets,
} from "../trace/index.ts";
import { creditOf, creditTerms } from "./credit.ts";
import { waterfall } from "./waterfall.ts";

/** Two channels with numbers that can be worked out by hand, and others that cannot. */
const evidence: Evidence = withValues({
  ...{ detection: "P5/1/2/0", layer: "P5" },
  input: Float32Array.of(2, -1, 0.25, 3),
  channelWeights: Float32Array.of(0.5, 0.25, 1, 0.75),
  logits: eachLogit((name) => {
    const k = logitNames.indexOf(name) - 3;
    return { parameters: Float32Array.of(k, 4, -2 * k, 0.5), bias: -2, value: 0 };
  }),
});

function withValues(plain: Evidence): Evidence {
  const { channelWeights } = plain;
  const value = (name: (typeof logitNames)[number]): number =>
    evidenceValue(plain, { target: name, channelWeights });
  return { ...plain, logits: eachLogit((name) => ({ ...plain.logits[name], value: value(name) })) };
}

describe("credits", () => {
  test("of a logit are w·s·u, and with the bias they are the logit", () => {
    expect([...creditTerms(evidence, "class")]).toEqual([2, -1, -1, 1.125]);
    const { layers, base, value } = creditOf(evidence, "class");
    expect([...(layers.get("P5") ?? [])]).toEqual([2, -1, -1, 1.125]);
    expect(base?.get("P5")).toBe(-2);
    expect(value).toBeCloseTo(-2 + 2 - 1 - 1 + 1.125, 6);
  });

  test.each(targets)("of %s add up to it", (target) => {
    const { layers, base, value } = creditOf(evidence, target);
    const credits = layers.get("P5") ?? new Float32Array();
    const sum = credits.reduce((all, one) => all + one, base?.get("P5") ?? NaN);
    expect(sum).toBeCloseTo(value, 5);
  });

  test("of the confidence begin at the biases' and share out what both logits change", () => {
    const { layers, base, value } = creditOf(evidence, "confidence");
    expect(base?.get("P5")).toBeCloseTo(sigmoid(-2) ** 2, 9);
    const { objectness, class: own } = evidence.logits;
    expect(value).toBeCloseTo(sigmoid(objectness.value) * sigmoid(own.value), 9);
    // Channel 1 lowers both logits.
    expect(layers.get("P5")?.[1]).toBeLessThan(0);
  });
});

describe("waterfall", () => {
  test("goes from the base to the value, the largest first and the rest together", () => {
    const { base, steps, sum, value } = waterfall(creditOf(evidence, "class"), {
      ...{ layer: "P5", most: 2 },
    });
    expect(base).toBe(-2);
    expect(steps).toEqual([
      { channels: [0], value: 2, start: -2, end: 0 },
      { channels: [3], value: 1.125, start: 0, end: 1.125 },
      { channels: [1, 2], value: -2, start: 1.125, end: -0.875 },
    ]);
    expect(sum).toBeCloseTo(value, 6);
    expect(waterfall(creditOf(evidence, "class"), { layer: "P5" }).steps).toHaveLength(4);
  });

  test("refuses numbers that are no sum", () => {
    const { base, ...gradient } = creditOf(evidence, "class");
    expect(base?.size).toBe(1);
    expect(() => waterfall({ ...gradient, method: "gradient" }, { layer: "P5" })).toThrow(
      ReadableError,
    );
    expect(() => waterfall(creditOf(evidence, "class"), { layer: "P3" })).toThrow("at one of P5");
  });
});
