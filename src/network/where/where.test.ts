import "@tensorflow/tfjs-backend-cpu";
import { type Tensor3D, memory, ready, setBackend, tensor3d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { type Detection, type SEEdits, targets } from "../../trace/index.ts";
import { readConfig } from "../config.ts";
import { forward } from "../forward.ts";
import { type Parameters, placeParameters } from "../parameters.ts";
import { planNetwork } from "../plan.ts";
import { type TargetPlace, placeOf, targetIn } from "../target.ts";
import { randomArrays, randomNumbers, smallConfig } from "../testing/small.ts";
import { firstEigenvector } from "./eigen-cam.ts";
import { gradientAt, layerBefore, startFrom } from "./from-layer.ts";
import { layerMaps } from "./layer-maps.ts";
import { covered, patchScores } from "./patches.ts";
import { targetFrom } from "./testing/target-from.ts";

const plan = planNetwork(readConfig(smallConfig));
const arrays = randomArrays(plan, 2);
const next = randomNumbers(5);
const size = [16, 24] as const;
const values = Float32Array.from({ length: 16 * 24 * 3 }, () => (next() + 1) / 2);
const edits: SEEdits = { P2: { weights: Float32Array.of(0.4) } };

/** A detection of class 1 at a head; what it does not need to be found by is left at 0. */
function detectionAt(headScale: "P2" | "P3", row: number, column: number): Detection {
  const stride = headScale === "P2" ? 4 : 8;
  return {
    ...{ id: `${headScale}/${String(row)}/${String(column)}/1`, headScale, stride },
    box: { left: 0, top: 0, right: 1, bottom: 1 },
    ...{ classIndex: 1, className: "1", confidence: 0, objectness: 0, classProbability: 0 },
    cell: { row, column },
    anchor: { index: 1, width: 1, height: 1 },
  };
}
const near = detectionAt("P2", 2, 3);
const far = detectionAt("P3", 1, 1);

beforeAll(async () => {
  await setBackend("cpu");
  await ready();
});

/** Hands over parameters and pixels and checks that nothing stays. */
async function withNetwork(
  look: (tools: { parameters: Parameters; pixels: Tensor3D }) => Promise<void>,
): Promise<void> {
  const before = memory().numTensors;
  const parameters = placeParameters(plan, arrays);
  const pixels = tensor3d(values, [...size, 3]);
  await look({ parameters, pixels });
  pixels.dispose();
  parameters.dispose();
  expect(memory().numTensors).toBe(before);
}

/** Returns the target of a whole pass over some pixels. */
async function whole(
  parameters: Parameters,
  numbers: Float32Array,
  place: TargetPlace,
): Promise<number> {
  const pixels = tensor3d(numbers, [...size, 3]);
  const kept = forward(plan, parameters, { pixels, capture: false, edits });
  const logits = kept.logits[place.head];
  if (!logits) throw new Error("no logits");
  const tensor = targetIn(logits, place);
  const [value = NaN] = await tensor.data();
  for (const one of [tensor, kept, pixels]) one.dispose();
  return value;
}

describe("the target", () => {
  test.each(targets)("%s is the number at its cell, anchor and class", (target) =>
    withNetwork(async ({ parameters, pixels }) => {
      const place = placeOf(plan, { detection: near, target });
      const kept = forward(plan, parameters, { pixels, capture: false, edits });
      const logits = (await kept.logits[0]?.array()) as number[][][];
      // The second anchor's numbers begin at 7: x, y, width, height, objectness, two classes.
      const own = logits[2]?.[3]?.slice(7) ?? [];
      const sigmoid = (t = NaN): number => 1 / (1 + Math.exp(-t));
      const wanted = {
        ...{ x: own[0], y: own[1], width: own[2], height: own[3], objectness: own[4] },
        ...{ class: own[6], confidence: sigmoid(own[4]) * sigmoid(own[6]) },
      };
      expect(await whole(parameters, values, place)).toBeCloseTo(wanted[target] ?? NaN, 6);
      kept.dispose();
    }),
  );

  test("refuses what is no target, and a detection of another network", () => {
    const odd = "centre" as unknown as "x";
    expect(() => placeOf(plan, { detection: near, target: odd })).toThrow("found centre");
    const other = { ...near, headScale: "P5" as const };
    expect(() => placeOf(plan, { detection: other, target: "x" })).toThrow("at P2, P3");
  });
});

// The photograph's own layer, SE in the backbone, pooling, upsampling, joining, a chain, and the heads' own.
describe.each([
  ["0", near],
  ["3", near],
  ["4", near],
  ["6", near],
  ["7", near],
  ["9", near],
  ["P2", near],
  ["1", far],
  ["5", far],
])("from layer %s to %o", (key, detection) => {
  test("the gradient is what finite differences say", () =>
    withNetwork(async ({ parameters, pixels }) => {
      const place = placeOf(plan, { detection, target: "objectness" });
      const layer = layerBefore(plan, key, place.head);
      const start = startFrom(plan, parameters, { layer, place, pixels, edits });
      const gradient = gradientAt(plan, parameters, { start, place, edits });
      const slope = await gradient.data();
      const map = await start.map.data<"float32">();
      let sum = 0;
      let largest = 0;
      for (const [at, g] of slope.entries()) {
        sum += Math.abs(g);
        if (Math.abs(g) > Math.abs(slope[largest] ?? 0)) largest = at;
      }
      expect(sum).toBeGreaterThan(0);
      for (const at of [largest, Math.floor(map.length / 2), 0]) {
        const step = 1e-2;
        const moved = [-step, step].map((by) => map.with(at, (map[at] ?? 0) + by));
        const [low = NaN, high = NaN] = await Promise.all(
          moved.map((numbers) => targetFrom(plan, parameters, { start, place, edits, numbers })),
        );
        const wanted = (high - low) / (2 * step);
        expect(Math.abs((slope[at] ?? NaN) - wanted)).toBeLessThan(2e-3 + 0.01 * Math.abs(wanted));
      }
      gradient.dispose();
      start.dispose();
    }));
});

describe("maps of a layer", () => {
  test("Grad-CAM, EigenCAM and the channel-weighted map are their formulas", () =>
    withNetwork(async ({ parameters, pixels }) => {
      const place = placeOf(plan, { detection: near, target: "class" });
      const question = {
        place,
        pixels,
        edits,
        methods: ["gradCam", "eigenCam", "channelWeighted"],
      } as const;
      for (const layer of ["P2", "9"]) {
        const start = startFrom(plan, parameters, {
          ...{ place, pixels, edits },
          layer: layerBefore(plan, layer, place.head),
        });
        const gradient = gradientAt(plan, parameters, { start, place, edits });
        const [map, slope] = await Promise.all([start.map.data(), gradient.data()]);
        const [, rows, columns, channels] = start.map.shape;
        start.dispose();
        gradient.dispose();
        const found = await layerMaps(plan, parameters, { ...question, layer });
        expect(found.map((one) => [one.method, one.rows, one.columns])).toEqual(
          question.methods.map((method) => [method, rows, columns]),
        );
        const [cam, eigen, plain] = found.map((one) => one.values);
        let energy = 0;
        let explained = 0;
        for (let cell = 0; cell < rows * columns; cell++) {
          let weighted = 0;
          let sum = 0;
          for (let c = 0; c < channels; c++) {
            let alpha = 0;
            for (let k = 0; k < rows * columns; k++) alpha += slope[k * channels + c] ?? 0;
            const a = map[cell * channels + c] ?? 0;
            weighted += (alpha / (rows * columns)) * a;
            sum += a;
            energy += a * a;
          }
          explained += (eigen?.[cell] ?? 0) ** 2;
          expect(cam?.[cell]).toBeCloseTo(Math.max(0, weighted), 5);
          expect(plain?.[cell]).toBeCloseTo(layer === "P2" ? sum : sum / channels, 4);
        }
        expect(explained).toBeLessThanOrEqual(energy * (1 + 1e-6));
        // No direction explains less than an even share.
        expect(explained).toBeGreaterThan(energy / channels);
        expect(eigen?.reduce((all, value) => all + value, 0)).toBeGreaterThanOrEqual(0);
      }
    }));

  test("a layer behind the detection's head, Detect and one there is not are refused", () =>
    withNetwork(async ({ parameters, pixels }) => {
      const place = placeOf(plan, { detection: far, target: "confidence" });
      const ask = (layer: string): Promise<unknown> =>
        layerMaps(plan, parameters, { place, pixels, edits, layer, methods: ["gradCam"] });
      await expect(ask("P2")).rejects.toThrow(
        "The detection does not depend on layer P2: expected a layer that P3's head reads, directly or not: 0, 1, 2, 3, 4, 5, found one behind layer 5",
      );
      await expect(ask("11")).rejects.toThrow("does not depend on layer 11");
      await expect(ask("99")).rejects.toThrow("There is no layer 99");
    }));
});

test("the first eigenvector of a matrix that is known", () => {
  const vector = firstEigenvector([2, 1, 0, 1, 2, 0, 0, 0, 1], 3);
  for (const [i, wanted] of [Math.SQRT1_2, Math.SQRT1_2, 0].entries())
    expect(vector[i]).toBeCloseTo(wanted, 8);
  expect([...firstEigenvector([0, 0, 0, 0], 2)]).toEqual([0, 0]);
});

describe("patches", () => {
  const patch = { left: 8, top: 4, right: 20, bottom: 30 };
  const other = { left: -4, top: 0, right: 2, bottom: 2 };

  test("grey is painted inside or outside, cut off at the input's edges", () => {
    const inside = covered(values, size, { patches: [patch, other], grey: "inside" });
    const outside = covered(values, size, { patches: [patch, other], grey: "outside" });
    const grey = Math.fround(114 / 255);
    for (let y = 0; y < 16; y++)
      for (let x = 0; x < 24; x++) {
        const hit = [patch, other].some(
          (p) => x >= p.left && x < p.right && y >= p.top && y < p.bottom,
        );
        const at = (y * 24 + x) * 3 + 1;
        expect(inside[at]).toBe(hit ? grey : values[at]);
        expect(outside[at]).toBe(hit ? values[at] : grey);
      }
  });

  test.each([near, far])("a batch of coverings gives what whole passes give", (detection) =>
    withNetwork(async ({ parameters }) => {
      const place = placeOf(plan, { detection, target: "confidence" });
      const coverings = [
        { patches: [], grey: "inside" },
        { patches: [patch], grey: "inside" },
        { patches: [patch, other], grey: "outside" },
      ] as const;
      const question = { place, edits, pixels: values, size };
      const scores = await patchScores(plan, parameters, { ...question, coverings });
      for (const [k, covering] of coverings.entries()) {
        const wanted = await whole(parameters, covered(values, size, covering), place);
        expect(scores[k]).toBeCloseTo(wanted, 6);
        const alone = await patchScores(plan, parameters, { ...question, coverings: [covering] });
        expect(alone[0]).toBeCloseTo(wanted, 6);
      }
      expect(await patchScores(plan, parameters, { ...question, coverings: [] })).toHaveLength(0);
    }),
  );
});
