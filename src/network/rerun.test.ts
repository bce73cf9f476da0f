import "@tensorflow/tfjs-backend-cpu";
import { type Tensor, memory, ready, setBackend, tensor3d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { ReadableError, type SEEdit, type SEEdits } from "../trace/index.ts";
import { readConfig } from "./config.ts";
import { downstream, mapsForReruns } from "./dependence.ts";
import { forward } from "./forward.ts";
import { type Parameters, placeParameters } from "./parameters.ts";
import { planNetwork } from "./plan.ts";
import { rerun } from "./rerun.ts";
import type { Kept } from "./run.ts";
import { randomArrays, randomNumbers, smallConfig } from "./testing/small.ts";

// SE layers "3", in the backbone and read twice, and "P2", which one of the two heads reads.
const plan = planNetwork(readConfig(smallConfig));
const arrays = randomArrays(plan, 2);
const next = randomNumbers(5);
const values = Float32Array.from({ length: 16 * 24 * 3 }, () => (next() + 1) / 2);
const weights = Float32Array.from({ length: 8 }, (_, c) => c / 8);

beforeAll(async () => {
  await setBackend("cpu");
  await ready();
});

/** Hands over a run with capture and checks that nothing stays. */
async function withBase(
  look: (tools: {
    base: Kept;
    parameters: Parameters;
    whole(edits: SEEdits): Kept;
  }) => Promise<void>,
): Promise<void> {
  const before = memory().numTensors;
  const parameters = placeParameters(plan, arrays);
  const pixels = tensor3d(values, [16, 24, 3]);
  const base = forward(plan, parameters, { pixels });
  await look({ base, parameters, whole: (edits) => forward(plan, parameters, { pixels, edits }) });
  for (const one of [base, pixels, parameters]) one.dispose();
  expect(memory().numTensors).toBe(before);
}

const read = (tensor: Tensor | undefined): Promise<Float32Array> | undefined =>
  tensor?.data<"float32">();

/** Checks a rerun against a whole pass: what it computed, and that the rest is as in the run before. */
async function expectSame(again: Kept, whole: Kept, before: Kept): Promise<void> {
  expect(again.edits).toEqual(whole.edits);
  for (const [k, logits] of whole.logits.entries()) {
    const own = again.heads.indexOf(k);
    expect(await read(own < 0 ? before.logits[k] : again.logits[own])).toEqual(await read(logits));
  }
  for (const [key, se] of whole.seLayers) {
    const own = again.seLayers.get(key) ?? before.seLayers.get(key);
    for (const part of ["squeeze", "hidden", "excitation"] as const)
      expect(await read(own?.[part])).toEqual(await read(se[part]));
  }
  expect([...again.layers.keys()].sort()).toEqual([...whole.layers.keys()].sort());
  for (const [index, map] of whole.layers)
    expect(await read(again.layers.get(index))).toEqual(await read(map));
}

const kinds: [string, SEEdit][] = [
  ["neutral", { weights: Float32Array.of(0.5) }],
  ["weights of its own", { weights }],
  ...(["max", "centre", "constant"] as const).map((squeeze): [string, SEEdit] => [
    squeeze,
    { squeeze },
  ]),
  ...(["relu", "tanh", "hardSigmoid"] as const).map((gate): [string, SEEdit] => [gate, { gate }]),
  ["both parts", { squeeze: "max", gate: "tanh" }],
];

describe.each([["3"], ["P2"], ["3", "P2"]])("edits of %s %s", (...keys) => {
  test.each(kinds)("%s: the rerun is the whole pass", (_, edit) =>
    withBase(async ({ base, parameters, whole }) => {
      const edits = Object.fromEntries(keys.map((key) => [key, edit]));
      const again = rerun(plan, parameters, { from: base, edits });
      const wanted = whole(edits);
      expect(await read(wanted.logits[0])).not.toEqual(await read(base.logits[0]));
      await expectSame(again, wanted, base);
      again.dispose();
      wanted.dispose();
    }),
  );
});

test("only what depends on the edit runs: at P2 one head, and no backbone", () =>
  withBase(async ({ base, parameters }) => {
    const again = rerun(plan, parameters, { from: base, edits: { P2: { weights } } });
    expect([again.heads, [...again.seLayers.keys()]]).toEqual([[0], ["P2"]]);
    expect([...downstream(plan, [10])]).toEqual([10, 11]);
    // Beside what SE layers read only what Concat joins from before the SE layer.
    expect([...mapsForReruns(plan)].sort()).toEqual([2, 9]);
    expect(await read(again.seLayers.get("P2")?.excitation)).toEqual(weights);
    again.dispose();
  }));

test("a rerun of a rerun adds its edits, an empty one puts a layer back, and the first may be gone", () =>
  withBase(async ({ base, parameters, whole }) => {
    const first = rerun(plan, parameters, { from: base, edits: { "3": { weights } } });
    const second = rerun(plan, parameters, { from: first, edits: { "10": { gate: "tanh" } } });
    const both = whole({ "3": { weights }, P2: { gate: "tanh" } });
    await expectSame(second, both, first);
    first.dispose();
    const third = rerun(plan, parameters, { from: second, edits: { "3": {} } });
    const one = whole({ P2: { gate: "tanh" } });
    await expectSame(third, one, second);
    for (const kept of [second, both, third, one]) kept.dispose();
  }));

test("without SE the maps go through as they are", () =>
  withBase(async ({ parameters, whole }) => {
    const pixels = tensor3d(values, [16, 24, 3]);
    const skipped = forward(plan, parameters, { pixels, skipSE: true, capture: false });
    const ones = { weights: Float32Array.of(1) };
    const wanted = whole({ "3": ones, P2: ones });
    expect(await read(skipped.logits[1])).toEqual(await read(wanted.logits[1]));
    for (const one of [skipped, wanted, pixels]) one.dispose();
  }));

test("refuses what can't be edited, and leaves nothing", () =>
  withBase(async ({ base, parameters }) => {
    const before = memory().numTensors;
    // A cell is JavaScript: anything may come.
    const odd = (text: string): SEEdit => JSON.parse(text) as SEEdit;
    const wrong: [SEEdits, string][] = [
      [{ P9: {} }, "There is no layer P9 to edit: expected an SE layer: 3, P2"],
      [{ "4": {} }, "Layer 4 is Conv and can't be edited"],
      [{ P2: { weights: new Float32Array(7) } }, "P2, weights: expected a Float32Array of 8"],
      [{ P2: { weights: Float32Array.of(NaN) } }, "finite numbers, found NaN"],
      [{ P2: odd('{"weights": [1]}') }, "found object"],
      [
        { P2: odd('{"squeeze": "median"}') },
        "expected one of mean, max, centre, constant, found median",
      ],
      [{ P2: odd('{"gate": "softmax"}') }, "hardSigmoid, found softmax"],
      [{ P2: odd('{"weight": 1}') }, "expected squeeze, gate or weights, found weight"],
    ];
    for (const [edits, message] of wrong) {
      const run = (): Kept => rerun(plan, parameters, { from: base, edits });
      expect(run).toThrow(ReadableError);
      expect(run).toThrow(message);
    }
    expect(memory().numTensors).toBe(before);
    return Promise.resolve();
  }));

test("an SE layer that reads the photograph keeps it for a rerun", async () => {
  const small = planNetwork(
    readConfig(`
nc: 1
depth_multiple: 1
width_multiple: 0.5
anchors: [[10, 13]]
backbone: [[-1, 1, SEAttention, [None, 1]]]
head:
  [[-1, 1, Conv, [16, 2, 2, 0]],
   [-1, 1, Detect, [nc, anchors]]]
`),
  );
  expect([...mapsForReruns(small)]).toEqual([-1]);
  const before = memory().numTensors;
  const parameters = placeParameters(small, randomArrays(small, 3));
  const pixels = tensor3d(values, [16, 24, 3]);
  const base = forward(small, parameters, { pixels });
  const edits = { "0": { squeeze: "max" } } as const;
  const whole = forward(small, parameters, { pixels, edits });
  pixels.dispose();
  const again = rerun(small, parameters, { from: base, edits });
  await expectSame(again, whole, base);
  for (const one of [base, again, whole, parameters]) one.dispose();
  expect(memory().numTensors).toBe(before);
});
