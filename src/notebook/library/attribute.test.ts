import { describe, expect, test } from "vitest";
import type { AblateOptions } from "../../engine/index.ts";
import { testTrace } from "../../explain/testing/trace.ts";
import {
  type Attribution,
  type Attributions,
  type Detection,
  type Evidence,
  type Method,
  ReadableError,
  type TargetOf,
  type Trace,
  eachLogit,
} from "../../trace/index.ts";
import { attributeWith, attributions } from "./attribute.ts";

const trace = testTrace();
const [detection] = trace.detections;
if (!detection) throw new Error("the test trace has no detection");

const evidence: Evidence = {
  ...{ detection: detection.id, layer: "P5", input: Float32Array.of(1, 2) },
  channelWeights: Float32Array.of(0.5, 0.25),
  logits: eachLogit(() => ({ parameters: Float32Array.of(1, 1), bias: 0.5, value: 1.5 })),
};

/** Returns an engine that answers at once, and a list of what it was asked. */
function fakeEngine(own: Promise<Evidence> = Promise.resolve(evidence)) {
  const asked: unknown[] = [];
  const answer =
    (method: Method) =>
    (
      _trace: Trace,
      { target, detection: { id } }: TargetOf,
      options: AblateOptions = {},
    ): Promise<Attribution> => {
      const { onProgress, ...rest } = options;
      asked.push({ method, target, ...rest, signal: undefined });
      onProgress?.({ step: "half", share: 0.5 });
      const named = options.absent === "zero" ? "ablateZero" : method;
      return Promise.resolve({
        method: named,
        target,
        detection: id,
        layers: new Map(),
        value: 1.5,
      });
    };
  const engine = {
    evidence: () => own,
    gradient: answer("gradient"),
    ablate: answer("ablateNeutral"),
    shapley: answer("shapley"),
  };
  return { engine, asked };
}

async function all(
  options: Parameters<typeof attributions>[0]["options"],
  own?: Promise<Evidence>,
): Promise<{ seen: Attributions[]; asked: unknown[]; last: Attributions }> {
  const { engine, asked } = fakeEngine(own);
  const seen: Attributions[] = [];
  const request = { engine, trace, detection: detection as Detection, options };
  const last = await attributions(request, (so) => seen.push(so));
  return { seen, asked, last };
}

describe("attributions", () => {
  test("come method by method, the cheapest first, each time as a new object", async () => {
    const { seen, asked, last } = await all({
      target: "class",
      layers: ["P5"],
      shapley: { seed: 3 },
    });
    expect(seen.map(({ byMethod }) => [...byMethod.keys()].at(-1))).toEqual([
      ...["credit", "gradient", "ablateNeutral", "ablateZero", "shapley"],
    ]);
    expect(seen.map(({ done }) => done)).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
    expect(seen[0]?.byMethod.size).toBe(1);
    expect(asked.at(-1)).toMatchObject({
      method: "shapley",
      target: "class",
      layers: ["P5"],
      seed: 3,
    });
    expect(last).toMatchObject({ trace: trace.id, target: "class", value: 1.5, evidence });
    expect([...(last.byMethod.get("credit")?.layers.get("P5") ?? [])]).toEqual([0.5, 0.5]);
  });

  test("say why there is no exact credit, and give the others", async () => {
    const none = Promise.reject(new ReadableError({ what: "P3 reads no SE layer" }));
    const { last } = await all({ methods: ["shapley", "credit"] }, none);
    expect([...last.byMethod.keys()]).toEqual(["shapley"]);
    expect(last.missing.get("credit")).toBe("P3 reads no SE layer.");
    expect(last).toMatchObject({ evidence: undefined, done: 1, target: "confidence" });
  });

  test("tell how far they are, and end when they are cancelled", async () => {
    const shares: number[] = [];
    await all({
      methods: ["gradient", "ablateZero"],
      onProgress: ({ share }) => shares.push(share ?? NaN),
    });
    expect(shares).toEqual([0.25, 0.75]);
    const { engine, asked } = fakeEngine();
    const stop = new AbortController();
    const work = attributions(
      { engine, trace, detection: detection as Detection, options: {}, signal: stop.signal },
      () => {
        stop.abort(new DOMException("enough", "AbortError"));
      },
    );
    await expect(work).rejects.toThrow("enough");
    expect(asked).toHaveLength(0);
  });
});

test("a cell is told what it must give", () => {
  const attribute = attributeWith(fakeEngine().engine as never);
  const call =
    (...given: unknown[]) =>
    () =>
      attribute(...(given as Parameters<typeof attribute>));
  expect(call(null, detection)).toThrow("A trace is needed here");
  expect(call(trace, null)).toThrow(
    "A detection is needed here: expected attribute(trace, trace.detections[0]), or one that is selected in Detections(trace), found none: nothing is selected",
  );
  expect(call(trace, detection, { methods: ["saliency"] })).toThrow(
    "There is no such way to attribute: expected some of credit, gradient",
  );
});
