import "@tensorflow/tfjs-backend-cpu";
import { memory, ready, setBackend, tensor3d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type Detection,
  ReadableError,
  type SEEdits,
  type Target,
  eachLogit,
  evidenceValue,
  logitNames,
  targetValue,
  targets,
} from "../../trace/index.ts";
import { readConfig } from "../config.ts";
import { forward } from "../forward.ts";
import { registerGradients } from "../gradients.ts";
import { placeParameters } from "../parameters.ts";
import { type Plan, planNetwork } from "../plan.ts";
import type { Kept } from "../run.ts";
import { placeOf } from "../target.ts";
import { randomArrays, randomNumbers, smallConfig } from "../testing/small.ts";
import { evidenceOf } from "./evidence.ts";
import { gradientsOf } from "./gradients.ts";
import { tryWeights } from "./try-weights.ts";

// SE layers "3", in the backbone, and "P2", which one of the two heads reads; both heads depend on "3".
const plan = planNetwork(readConfig(smallConfig));
const next = randomNumbers(5);
const values = Float32Array.from({ length: 16 * 24 * 3 }, () => (next() + 1) / 2);

beforeAll(async () => {
  await setBackend("cpu");
  await ready();
  registerGradients();
});

function detection(scale: "P2" | "P3", cell = { row: 1, column: 2 }): Detection {
  return {
    ...{ id: "one", classIndex: 1, className: "b", confidence: 0.5, objectness: 0.5 },
    ...{ classProbability: 0.5, headScale: scale, stride: scale === "P2" ? 4 : 8, cell },
    box: { left: 0, top: 0, right: 1, bottom: 1 },
    anchor: { index: 1, width: 16, height: 30 },
  };
}

interface Tools {
  readonly base: Kept;
  readonly parameters: ReturnType<typeof placeParameters>;
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** Returns a cell's logits of a whole pass under edits. */
  whole(edits: SEEdits, scale: "P2" | "P3"): Promise<Record<(typeof logitNames)[number], number>>;
}

async function withRun(look: (tools: Tools) => Promise<void>, edits: SEEdits = {}): Promise<void> {
  const before = memory().numTensors;
  const parameters = placeParameters(plan, randomArrays(plan, 2));
  const pixels = tensor3d(values, [16, 24, 3]);
  const base = forward(plan, parameters, { pixels, edits });
  const weights = new Map<string, Float32Array>();
  for (const [key, se] of base.seLayers) weights.set(key, await se.excitation.data<"float32">());
  await look({
    ...{ base, parameters, weights },
    whole: async (more, scale) => {
      const kept = forward(plan, parameters, { pixels, edits: { ...edits, ...more } });
      const found = await logitsAt(kept, plan, scale);
      kept.dispose();
      return found;
    },
  });
  for (const one of [base, pixels, parameters]) one.dispose();
  expect(memory().numTensors).toBe(before);
}

async function logitsAt(kept: Kept, { heads }: Plan, scale: string): ReturnType<Tools["whole"]> {
  const { head, row, column, index } = placeOf(plan, {
    detection: detection(scale === "P2" ? "P2" : "P3"),
    target: "class",
  });
  expect(heads[head]?.scale).toBe(scale);
  const logits = kept.logits[head];
  const all = await logits?.data<"float32">();
  const [, columns = 0, width = 0] = logits?.shape ?? [];
  return eachLogit((name) => all?.[(row * columns + column) * width + index[name]] ?? NaN);
}

describe("evidence", () => {
  test("w, s, u and the bias of every logit add up to what a whole pass gives", () =>
    withRun(async ({ base, parameters, weights, whole }) => {
      const place = placeOf(plan, { detection: detection("P2"), target: "class" });
      const evidence = await evidenceOf(plan, parameters, {
        ...{ from: base, place, detection: "one" },
        channelWeights: (layer) => weights.get(layer) ?? new Float32Array(),
      });
      expect(evidence.layer).toBe("P2");
      const wanted = await whole({}, "P2");
      const { channelWeights } = evidence;
      for (const name of logitNames) {
        expect(evidence.logits[name].value).toBeCloseTo(wanted[name], 5);
        expect(evidenceValue(evidence, { target: name, channelWeights })).toBeCloseTo(
          wanted[name],
          5,
        );
      }
      const half = new Float32Array(8).fill(0.5);
      const neutral = await whole({ P2: { weights: half } }, "P2");
      for (const target of targets)
        expect(evidenceValue(evidence, { target, channelWeights: half })).toBeCloseTo(
          targetValue(neutral, target),
          5,
        );
    }));

  test("says why where a head reads no SE layer, and where the trace has no such cell", () =>
    withRun(async ({ base, parameters }) => {
      const ask = (one: Detection): Promise<unknown> =>
        evidenceOf(plan, parameters, {
          ...{ from: base, detection: "one", channelWeights: () => new Float32Array(8) },
          place: placeOf(plan, { detection: one, target: "class" }),
        });
      await expect(ask(detection("P3"))).rejects.toThrow(ReadableError);
      await expect(ask(detection("P3"))).rejects.toThrow("P3 reads SPPF at layer 5");
      await expect(ask(detection("P2", { row: 4, column: 0 }))).rejects.toThrow(
        "The detection is none of this trace's: expected a cell of 4 rows and 6 columns, found row 4",
      );
    }));
});

describe("trial weights", () => {
  test("a batch gives for every set what a whole pass gives, for one layer and for two", () =>
    withRun(async ({ base, parameters, weights, whole }) => {
      const random = randomNumbers(3);
      const sets = [0, 1, 2].map(() => ({
        three: Float32Array.from(weights.get("3") ?? [], () => random()),
        two: Float32Array.from(weights.get("P2") ?? [], () => random()),
      }));
      const flat = (part: "three" | "two"): Float32Array =>
        Float32Array.from(sets.flatMap((set) => [...set[part]]));
      for (const scale of ["P2", "P3"] as const) {
        const place = placeOf(plan, { detection: detection(scale), target: "class" });
        const one = await tryWeights(plan, parameters, {
          ...{ from: base, place },
          sets: { count: 3, layers: [["3", flat("three")]] },
        });
        for (const [k, { three }] of sets.entries()) {
          const wanted = await whole({ "3": { weights: three } }, scale);
          logitNames.forEach((name, n) => {
            expect(one[k * 6 + n]).toBeCloseTo(wanted[name], 4);
          });
        }
      }
      const place = placeOf(plan, { detection: detection("P2"), target: "class" });
      const both = await tryWeights(plan, parameters, {
        ...{ from: base, place },
        sets: {
          count: 3,
          layers: [
            ["3", flat("three")],
            ["P2", flat("two")],
          ],
        },
      });
      for (const [k, { three, two }] of sets.entries()) {
        const wanted = await whole({ "3": { weights: three }, P2: { weights: two } }, "P2");
        expect(both[k * 6 + 5]).toBeCloseTo(wanted.class, 4);
      }
    }));
});

describe("gradients", () => {
  /** Central differences of whole passes, by every channel weight of a layer. */
  async function differences(
    { weights, whole }: Tools,
    { layer, scale, target }: { layer: string; scale: "P2" | "P3"; target: Target },
  ): Promise<number[]> {
    const own = weights.get(layer) ?? new Float32Array();
    const step = 5e-3;
    const at = async (s: Float32Array): Promise<number> =>
      targetValue(await whole({ [layer]: { weights: s } }, scale), target);
    const found: number[] = [];
    for (const [c, s] of own.entries())
      found.push(
        ((await at(own.with(c, s + step))) - (await at(own.with(c, s - step)))) / (2 * step),
      );
    return found;
  }

  test.each([
    ["P2", "confidence", {}],
    ["P2", "width", {}],
    ["P3", "class", {}],
    ["P2", "class", { P2: { squeeze: "max", gate: "hardSigmoid" } }],
    ["P2", "objectness", { "3": { weights: new Float32Array(8).fill(0.7) }, P2: { gate: "tanh" } }],
  ] as ["P2" | "P3", Target, SEEdits][])(
    "of %s's %s are the finite differences, each layer's with its way through later ones",
    (scale, target, edits) =>
      withRun(async (tools) => {
        const place = placeOf(plan, { detection: detection(scale), target });
        const { value, layers } = await gradientsOf(plan, tools.parameters, {
          from: tools.base,
          place,
        });
        const logits = await tools.whole({}, scale);
        expect(value).toBeCloseTo(targetValue(logits, target), 4);
        expect(layers.map(([key]) => key)).toEqual(scale === "P2" ? ["3", "P2"] : ["3"]);
        for (const [layer, gradient] of layers) {
          const wanted = await differences(tools, { layer, scale, target });
          const largest = Math.max(...wanted.map(Math.abs));
          expect(largest).toBeGreaterThan(1e-4);
          gradient.forEach((one, c) => {
            expect(Math.abs(one - (wanted[c] ?? NaN)) / largest).toBeLessThan(1e-2);
          });
        }
      }, edits),
  );
});
