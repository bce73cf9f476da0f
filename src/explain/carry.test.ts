import { expect, test } from "vitest";
import {
  type Attribution,
  type Evidence,
  type Logit,
  type Method,
  eachLogit,
  evidenceValue,
} from "../trace/index.ts";
import { agreementAt, correlationOf } from "./agreement.ts";
import { carriedBy } from "./carry.ts";

/** Channel 2 carries the class, channel 0 the objectness, 1 and 3 speak against them. */
function evidence(s = [0.5, 0.4, 0.75, 0.5]): Evidence {
  const plain: Evidence = {
    ...{ detection: "P5/1/2/0", layer: "P5" },
    input: Float32Array.of(4, 1, 8, 1),
    channelWeights: Float32Array.from(s),
    logits: eachLogit((name) => ({
      parameters: Float32Array.from(
        { objectness: [2, -1, 0, 0], class: [0, 0, 1, -1] }[name === "class" ? name : "objectness"],
      ),
      ...{ bias: name === "class" ? -3 : -1, value: 0 },
    })),
  };
  const { channelWeights } = plain;
  const value = (target: Logit): number => evidenceValue(plain, { target, channelWeights });
  return { ...plain, logits: eachLogit((name) => ({ ...plain.logits[name], value: value(name) })) };
}

test("the two channels with credit are enough, and either is needed", () => {
  const { whole, bar, nothing, enough, needed, of } = carriedBy(evidence(), { absent: 0 });
  expect([of, bar]).toEqual([4, whole / 2]);
  expect(nothing).toBeCloseTo((1 / (1 + Math.E)) * (1 / (1 + Math.exp(3))), 6);
  expect(enough?.channels.toSorted()).toEqual([0, 2]);
  // Without what speaks against them it is surer than it was.
  expect(enough?.confidence).toBeGreaterThan(whole);
  expect(needed?.channels).toEqual([2]);
  expect(needed?.confidence).toBeLessThan(bar);
});

test("where neutral is no loss, nothing is needed and nothing has to be kept", () => {
  const { enough, needed, nothing, bar } = carriedBy(evidence([0.5, 0.5, 0.5, 0.5]), {
    absent: 0.5,
  });
  expect(nothing).toBeGreaterThan(bar);
  expect([enough, needed]).toEqual([undefined, undefined]);
});

test("a detection is lost when it is not shown any more", () => {
  const { whole, bar } = carriedBy(evidence(), { absent: 0, shown: 0.7 });
  expect(bar).toBe(0.7);
  expect(carriedBy(evidence(), { absent: 0, shown: 0.99 }).bar).toBe(whole);
});

test("methods that answered for a layer are compared, each two once", () => {
  const one = (
    method: Method,
    layers: Record<string, number[]>,
  ): readonly [Method, Attribution] => [
    method,
    {
      ...{ method, target: "confidence", detection: "", value: 1 },
      layers: new Map(
        Object.entries(layers).map(([key, values]) => [key, Float32Array.from(values)]),
      ),
    },
  ];
  const byMethod = new Map([
    one("shapley", { P5: [3, 2, 1], P4: [1, 2] }),
    one("credit", { P5: [1, 2, 3] }),
    one("gradient", { P5: [0, 0, 0], P4: [0.5, 7] }),
  ]);
  const agreement = agreementAt({ byMethod }, "P5");
  expect(agreement.methods).toEqual(["credit", "gradient", "shapley"]);
  expect(agreement.pairs).toHaveLength(3);
  expect(correlationOf(agreement, ["shapley", "credit"])).toBe(-1);
  expect(correlationOf(agreement, ["credit", "gradient"])).toBeNaN();
  expect(correlationOf(agreement, ["credit", "credit"])).toBe(1);
  expect(agreementAt({ byMethod }, "P4").pairs).toEqual([
    { one: "gradient", other: "shapley", correlation: 1 },
  ]);
  expect(agreementAt({ byMethod }, "P3")).toEqual({ layer: "P3", methods: [], pairs: [] });
});
