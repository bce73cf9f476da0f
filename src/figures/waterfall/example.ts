/** Attributions of made-up numbers, by which figures show themselves where no network runs. */

import { creditOf } from "../../explain/index.ts";
import {
  type Attribution,
  type Attributions,
  type Detection,
  type Evidence,
  eachLogit,
  evidenceValue,
  type Method,
  randomNumbers,
} from "../../trace/index.ts";

const channels = 256;

/** Returns what `attribute` might answer about a dog at P5, the same numbers every time; credits add up. */
export function exampleAttributions(): Attributions {
  const evidence = exampleEvidence();
  const credit = creditOf(evidence, "confidence");
  const own = credit.layers.get("P5") ?? new Float32Array();
  const earlier = numbers(128, 5).map((value) => value * 0.01);
  const blurred = (amount: number, seed: number): Float32Array => {
    const noise = numbers(channels, seed);
    return own.map((value, c) => value * 0.9 + amount * (noise[c] ?? 0) ** 3);
  };
  const about = {
    target: "confidence",
    detection: evidence.detection,
    value: credit.value,
  } as const;
  const one = (method: Method, values: Float32Array): readonly [Method, Attribution] => [
    method,
    {
      ...{ method, ...about },
      layers: new Map([
        ["P4", earlier.map((value, c) => value + (values[c] ?? 0) / 20)],
        ["P5", values],
      ]),
    },
  ];
  const [, shapley] = one("shapley", blurred(0.005, 9));
  return {
    trace: 0,
    detection: exampleDetection(credit.value),
    ...{ target: "confidence", value: credit.value, layers: ["P4", "P5"], evidence, done: 1 },
    byMethod: new Map<Method, Attribution>([
      ["credit", credit],
      one("gradient", blurred(0.004, 6)),
      one(
        "ablateNeutral",
        numbers(channels, 8).map((value) => value ** 3 / 30),
      ),
      one("ablateZero", blurred(0.002, 7)),
      [
        "shapley",
        {
          ...shapley,
          errors: new Map([...shapley.layers].map(([key, at]) => [key, at.map(() => 0.002)])),
        },
      ],
    ]),
    missing: new Map(),
  };
}

function exampleEvidence(): Evidence {
  const s = numbers(channels, 1).map((value) => 0.5 + value / 4);
  const input = numbers(channels, 2).map((value) => 6 * Math.max(0, value) ** 2 - 0.1);
  const scores = { objectness: numbers(channels, 3), class: numbers(channels, 4) };
  const plain: Evidence = {
    ...{ detection: "P5/3/4/1", layer: "P5", input, channelWeights: s },
    logits: eachLogit((name) => {
      const score = name === "class" ? scores.class : scores.objectness;
      return {
        parameters: score.map((value) => value ** 5 + 0.02),
        bias: name === "class" ? -3 : 0,
        value: 0,
      };
    }),
  };
  return {
    ...plain,
    logits: eachLogit((name) => ({
      ...plain.logits[name],
      value: evidenceValue(plain, { target: name, channelWeights: s }),
    })),
  };
}

function exampleDetection(confidence: number): Detection {
  return {
    ...{ id: "P5/3/4/1", classIndex: 16, className: "dog", confidence },
    box: { left: 100, top: 60, right: 260, bottom: 220 },
    objectness: Math.sqrt(confidence),
    classProbability: Math.sqrt(confidence),
    ...{ headScale: "P5", stride: 32, cell: { row: 3, column: 4 } },
    anchor: { index: 1, width: 30, height: 61 },
  };
}

/** Numbers in -1..1, the same for the same seed. */
function numbers(length: number, seed: number): Float32Array {
  const next = randomNumbers(seed);
  return Float32Array.from({ length }, () => next() * 2 - 1);
}
