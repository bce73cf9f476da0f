import { describe, expect, test } from "vitest";
import { type Evidence, eachLogit, evidenceValue } from "../../trace/index.ts";
import { randomNumbers } from "../testing/small.ts";
import { addMoments, estimateOf, momentsOf, noMoments, orderOf } from "./orders.ts";
import { sampleEvidence } from "./sample-evidence.ts";

/** A game that everybody can check: pays 6 where 0 and 1 are both there, and 1 for player 2. */
function walk(order: Uint32Array): number[] {
  const there = new Set<number>();
  const value = (): number => (there.has(0) && there.has(1) ? 6 : 0) + (there.has(2) ? 1 : 0);
  return [value(), ...Array.from(order, (player) => value.call(there.add(player)))];
}

function sample(pairs: number, seed = 1): ReturnType<typeof noMoments> {
  let all = noMoments(4);
  for (let pair = 0; pair < pairs; pair++) {
    const order = orderOf(4, { seed, pair });
    const values = { forward: walk(order), backward: walk(order.toReversed()) };
    all = addMoments(all, momentsOf(order, values));
  }
  return all;
}

describe("orders", () => {
  test("have every player once, are the same for the same seed and pair and else differ", () => {
    const order = orderOf(200, { seed: 1, pair: 7 });
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, c) => c));
    expect(orderOf(200, { seed: 1, pair: 7 })).toEqual(order);
    for (const other of [
      { seed: 1, pair: 8 },
      { seed: 2, pair: 7 },
    ])
      expect(orderOf(200, other)).not.toEqual(order);
  });

  test("are even: each player comes at each place as often", () => {
    const counts = new Array<number>(16).fill(0);
    for (let pair = 0; pair < 4000; pair++)
      orderOf(4, { seed: 3, pair }).forEach((player, place) => {
        counts[player * 4 + place] = (counts[player * 4 + place] ?? 0) + 1;
      });
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe("estimates", () => {
  test("of a small game are its Shapley values within their errors, and add up exactly", () => {
    const { values, errors } = estimateOf(sample(50));
    [3, 3, 1, 0].forEach((wanted, player) => {
      const error = errors[player] ?? NaN;
      expect(Math.abs((values[player] ?? NaN) - wanted)).toBeLessThanOrEqual(4 * error + 1e-6);
    });
    // An order and its reverse: of two players who need each other each comes last once.
    expect([...values]).toEqual([3, 3, 1, 0]);
    expect(values.reduce((sum, value) => sum + value, 0)).toBe(7);
  });

  test("know their errors: over many seeds they are off by as much as they say", () => {
    const game = (order: Uint32Array): number[] => {
      let [sum, place] = [0, 0];
      return [0, ...Array.from(order, (player) => (sum += (player + 1) * (++place) ** 2))];
    };
    const off: number[] = [];
    for (let seed = 0; seed < 300; seed++) {
      let all = noMoments(5);
      for (let pair = 0; pair < 20; pair++) {
        const order = orderOf(5, { seed, pair });
        all = addMoments(
          all,
          momentsOf(order, { forward: game(order), backward: game(order.toReversed()) }),
        );
      }
      const { values, errors } = estimateOf(all);
      // Each place is as likely: (1 + 4 + 9 + 16 + 25) / 5 = 11 times the player's number.
      values.forEach((value, player) => {
        off.push((value - 11 * (player + 1)) / (errors[player] ?? NaN));
      });
    }
    const deviation = Math.sqrt(off.reduce((sum, one) => sum + one * one, 0) / off.length);
    expect(deviation).toBeGreaterThan(0.9);
    expect(deviation).toBeLessThan(1.25);
  });

  test("say nothing of their error before the second pair", () => {
    expect(estimateOf(sample(1)).most).toBe(Infinity);
    expect(estimateOf(sample(2)).most).toBeLessThan(Infinity);
  });
});

describe("sampled from evidence", () => {
  const random = randomNumbers(9);
  const draw = (length: number): Float32Array => Float32Array.from({ length }, () => random());
  const evidence: Evidence = {
    ...{ detection: "one", layer: "P5", input: draw(40) },
    channelWeights: draw(40).map((x) => (x + 1) / 2),
    logits: eachLogit(() => ({ parameters: draw(40), bias: random(), value: 0 })),
  };
  const absent = new Float32Array(40).fill(0.5);

  test("a logit's values are its exact differences, without an error", () => {
    const request = { target: "class", absent, seed: 1, first: 0, pairs: 3 } as const;
    const { values, most } = estimateOf(sampleEvidence(evidence, request));
    const { input: u, channelWeights: s, logits } = evidence;
    values.forEach((value, c) => {
      const wanted = (logits.class.parameters[c] ?? 0) * (u[c] ?? 0) * ((s[c] ?? 0) - 0.5);
      expect(value).toBeCloseTo(wanted, 6);
    });
    expect(most).toBeLessThan(1e-6);
  });

  test("the confidence's add up to what all of them change, and slices make the same whole", () => {
    const request = { target: "confidence", absent, seed: 4 } as const;
    const whole = sampleEvidence(evidence, { ...request, first: 0, pairs: 30 });
    const parts = addMoments(
      sampleEvidence(evidence, { ...request, first: 0, pairs: 11 }),
      sampleEvidence(evidence, { ...request, first: 11, pairs: 19 }),
    );
    const estimate = estimateOf(whole);
    estimateOf(parts).values.forEach((value, c) => {
      expect(value).toBeCloseTo(estimate.values[c] ?? NaN, 6);
    });
    const value = (channelWeights: Float32Array): number =>
      evidenceValue(evidence, { target: "confidence", channelWeights });
    const sum = estimate.values.reduce((all, one) => all + one, 0);
    expect(sum).toBeCloseTo(value(evidence.channelWeights) - value(absent), 5);
    expect(estimate.most).toBeGreaterThan(0);
  });
});
