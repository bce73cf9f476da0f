/** Attributions in a real browser, on both backends: against reruns, sums, leaks and cancelling at any moment. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Attribution,
  type Detection,
  type Photo,
  type TargetOf,
  type Trace,
  eachLogit,
  targetValue,
} from "../trace/index.ts";
import { type Engine, type ModelFiles, startEngine } from "./index.ts";
import { bundled, modelFiles, refusal } from "./testing/real.ts";

let files: ModelFiles;
let photo: Photo;

beforeAll(async () => {
  files = await modelFiles();
  photo = await bundled("motorcycle");
});

/** Returns a target of the trace's surest detection. */
function surest({ detections }: Trace, target: TargetOf["target"] = "confidence"): TargetOf {
  const [detection] = detections;
  if (!detection) throw new Error("nothing was found");
  return { detection, target };
}

const numbers = ({ layers }: Attribution, layer: string): Float32Array =>
  layers.get(layer) ?? new Float32Array();
const sum = (values: Float32Array): number => values.reduce((all, one) => all + one, 0);
const same = (candidates: readonly Detection[], { id }: Detection): Detection | undefined =>
  candidates.find((one) => one.id === id);

describe.each(["wasm", "webgl"] as const)("on %s", (backend) => {
  let engine: Engine;
  let trace: Trace;
  let before = NaN;

  beforeAll(async () => {
    engine = startEngine({ backend, size: 320 });
    await engine.load(files);
    expect(engine.status.backend).toBe(backend);
    before = await engine.tensors();
    trace = await engine.inspect(photo);
  });
  afterAll(() => engine.dispose());

  test("the evidence is what was detected", async () => {
    const { detection } = surest(trace);
    const evidence = await engine.evidence(trace, detection);
    expect(evidence.layer).toBe(detection.headScale);
    expect(evidence.channelWeights).toEqual(trace.channelWeights(evidence.layer).excitation);
    const value = targetValue(
      eachLogit((name) => evidence.logits[name].value),
      "confidence",
    );
    expect(value).toBeCloseTo(detection.confidence, 5);
  });

  test("s · gradient of a logit is its credit at the head's own layer", async () => {
    const target = surest(trace, "class");
    const evidence = await engine.evidence(trace, target.detection);
    const { value, layers } = await engine.gradient(trace, target);
    expect([...layers.keys()]).toEqual(["P3", "P4", "P5"]);
    expect(value).toBeCloseTo(evidence.logits.class.value, 5);
    layers.get("P5")?.forEach((one, c) => {
      const { input: u, channelWeights: s, logits } = evidence;
      const wanted = (logits.class.parameters[c] ?? 0) * (s[c] ?? 0) * (u[c] ?? 0);
      expect(Math.abs(one - wanted)).toBeLessThan(1e-4);
    });
    expect(Math.max(...numbers({ layers } as Attribution, "P3").map(Math.abs))).toBeGreaterThan(
      1e-4,
    );
  });

  test("ablating a channel is a rerun without it, in every layer", async () => {
    const target = surest(trace);
    const layers = backend === "wasm" ? ["P3", "P4", "P5"] : ["P4", "P5"];
    const attribution = await engine.ablate(trace, target, { layers, absent: "zero" });
    expect(attribution.method).toBe("ablateZero");
    for (const layer of layers) {
      const found = numbers(attribution, layer);
      const most = found.reduce(
        (best, one, c) => (Math.abs(one) > Math.abs(found[best] ?? 0) ? c : best),
        0,
      );
      for (const c of [most, 5]) {
        const weights = trace.channelWeights(layer).excitation.with(c, 0);
        const edited = await engine.rerun(trace, { [layer]: { weights } });
        const after = same(edited.candidates, target.detection)?.confidence ?? 0;
        expect(found[c]).toBeCloseTo(target.detection.confidence - after, 5);
        edited.release();
      }
    }
  });

  test("tensors come back to the same number", async () => {
    trace.release();
    expect(await engine.tensors()).toBe(before);
  });
});

describe("around it", () => {
  const engine = startEngine({ backend: "wasm", size: 320 });
  let trace: Trace;
  beforeAll(async () => {
    await engine.load(files);
    trace = await engine.inspect(photo);
  });
  afterAll(() => engine.dispose());

  test("Shapley values add up, stop at their bound, and are the same for the same seed", async () => {
    const target = surest(trace);
    const options = { layers: ["P5"], bound: 5e-4 };
    const began = performance.now();
    const found = await engine.shapley(trace, target, options);
    expect(performance.now() - began).toBeLessThan(10_000);
    const values = numbers(found, "P5");
    expect(sum(values)).toBeCloseTo(found.value - (found.base?.get("P5") ?? NaN), 5);
    expect(Math.max(...(found.errors?.get("P5") ?? [NaN]))).toBeLessThanOrEqual(5e-4);
    const orders = found.orders?.get("P5") ?? NaN;
    expect(orders).toBeGreaterThanOrEqual(16);
    expect(orders).toBeLessThan(4096);
    expect(await engine.shapley(trace, target, options)).toEqual(found);
    const other = await engine.shapley(trace, target, { ...options, seed: 2 });
    values.forEach((value, c) => {
      expect(Math.abs(value - (numbers(other, "P5")[c] ?? NaN))).toBeLessThan(5e-3);
    });
    const few = await engine.shapley(trace, target, { layers: ["P5"], bound: 0, permutations: 40 });
    expect(few.orders?.get("P5")).toBe(40);
  });

  test("Shapley values of a layer further back add up too, from few orders, and say their errors", async () => {
    const target = surest(trace);
    const shares: number[] = [];
    const found = await engine.shapley(trace, target, {
      ...{ layers: ["P3"], reruns: 1 },
      onProgress: ({ share }) => shares.push(share ?? NaN),
    });
    expect(found.orders?.get("P3")).toBe(4);
    expect(sum(numbers(found, "P3"))).toBeCloseTo(found.value - (found.base?.get("P3") ?? NaN), 4);
    expect(Math.max(...(found.errors?.get("P3") ?? []))).toBeGreaterThan(0);
    expect(shares.length).toBeGreaterThan(10);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });

  test("a layer that the head does not depend on has zeros, without a rerun", async () => {
    const target = {
      detection: trace.candidates.find(({ headScale }) => headScale === "P3"),
      target: "objectness",
    };
    const { detection } = target;
    if (!detection) throw new Error("nothing was found at P3");
    const of = { detection, target: "objectness" } as const;
    for (const found of [
      await engine.ablate(trace, of, { layers: ["P4", "P5"] }),
      await engine.gradient(trace, of, { layers: ["P4", "P5"] }),
      await engine.shapley(trace, of, { layers: ["P4", "P5"] }),
    ])
      for (const layer of ["P4", "P5"])
        expect(new Set(numbers(found, layer))).toEqual(new Set([0]));
  });

  test("values under several sets of channel weights are those of reruns", async () => {
    const { detection } = surest(trace);
    const half = (channels: number): Float32Array => new Float32Array(channels).fill(0.5);
    const sets = [
      new Map(),
      new Map([["P5", half(256)]]),
      new Map([["P4", half(128)]]),
      new Map([
        ["P3", half(64)],
        ["P5", half(256)],
      ]),
    ];
    const values = await engine.valuesUnder(trace, { detection, target: "confidence" }, { sets });
    for (const [k, set] of sets.entries()) {
      const edits = Object.fromEntries([...set].map(([key, weights]) => [key, { weights }]));
      const edited = await engine.rerun(trace, edits);
      expect(values[k]).toBeCloseTo(same(edited.candidates, detection)?.confidence ?? 0, 5);
      edited.release();
    }
  });

  test("an edited trace is attributed as it ran", async () => {
    const edited = await engine.rerun(trace, { P4: { weights: new Float32Array(128).fill(0.7) } });
    const target = surest(edited);
    const { layers, value } = await engine.gradient(edited, target);
    expect(value).toBeCloseTo(target.detection.confidence, 5);
    expect(layers.get("P4")?.some((one) => one !== 0)).toBe(true);
    const ablated = await engine.ablate(edited, target, { layers: ["P3"] });
    const weights = edited.channelWeights("P3").excitation.with(9, 0.5);
    const again = await engine.rerun(edited, { P3: { weights } });
    const after = same(again.candidates, target.detection)?.confidence ?? 0;
    expect(numbers(ablated, "P3")[9]).toBeCloseTo(value - after, 5);
    again.release();
    edited.release();
  });

  test("twenty attributions leave nothing, and another run has its turn between slices", async () => {
    const before = await engine.tensors();
    const target = surest(trace);
    const work = engine.ablate(trace, target);
    const began = performance.now();
    const other = await engine.rerun(trace, { P5: { weights: Float32Array.of(0.5) } });
    expect(performance.now() - began).toBeLessThan(2000);
    other.release();
    await work;
    for (let k = 0; k < 20; k++) {
      await engine.gradient(trace, target);
      await engine.ablate(trace, target, { layers: ["P5"] });
      await engine.shapley(trace, target, { layers: ["P5"], permutations: 32 });
    }
    await engine.ablate(trace, target, { layers: ["P4"] });
    expect(await engine.tensors()).toBe(before);
  });

  test("cancelled at any moment, it rejects with the reason and leaves all usable", async () => {
    const before = await engine.tensors();
    const target = surest(trace);
    for (const wait of [0, 1, 20, 120, 300]) {
      const stop = new AbortController();
      const { signal } = stop;
      const works = [
        engine.ablate(trace, target, { signal }),
        engine.shapley(trace, target, { signal, layers: ["P3"] }),
        engine.shapley(trace, target, { signal, bound: 0, permutations: 1e6, layers: ["P5"] }),
      ];
      const settled = Promise.allSettled(works);
      await new Promise((resolve) => setTimeout(resolve, wait));
      const reason = new DOMException("enough", "AbortError");
      stop.abort(reason);
      for (const one of await settled) expect(one).toMatchObject({ status: "rejected", reason });
      expect((await engine.gradient(trace, target)).value).toBeCloseTo(
        target.detection.confidence,
        5,
      );
    }
    expect(engine.status.state).toBe("ready");
    expect(await engine.tensors()).toBe(before);
  });

  test("after a restart under it, it goes on", async () => {
    const target = surest(trace);
    const work = engine.ablate(trace, target, { layers: ["P4"] });
    await new Promise((resolve) => setTimeout(resolve, 60));
    await engine.break();
    expect(numbers(await work, "P4")).toHaveLength(128);
  });

  test("refuses what there is not", async () => {
    const { detection } = surest(trace);
    const odd = { detection, target: "colour" } as unknown as TargetOf;
    expect(await refusal(engine.gradient(trace, odd))).toContain(
      "There is no such number of a detection to explain: expected one of confidence, objectness",
    );
    const target = { detection, target: "class" } as const;
    expect(await refusal(engine.ablate(trace, target, { layers: ["P9"] }))).toContain(
      "Layer P9 has no channel weights: expected an SE layer, one of P3, P4, P5",
    );
    expect(await refusal(engine.shapley(trace, target, { bound: -1 }))).toContain(
      "a number from 0 on",
    );
    const far = { ...detection, cell: { row: 99, column: 0 } };
    expect(await refusal(engine.evidence(trace, far))).toContain("is none of this trace's");
    const sets = [new Map([["P5", new Float32Array(3)]])];
    expect(await refusal(engine.valuesUnder(trace, target, { sets }))).toContain(
      "The channel weights to try for P5: expected 256 finite numbers, found 3 numbers",
    );
    expect(engine.status.state).toBe("ready");
  });
});
