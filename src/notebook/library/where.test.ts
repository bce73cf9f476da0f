import { describe, expect, test } from "vitest";
import { testTrace } from "../../explain/testing/trace.ts";
import {
  type Attribution,
  type Covering,
  type HeatMap,
  ReadableError,
  type TargetOf,
  type Trace,
  type WeightSet,
} from "../../trace/index.ts";
import { faithfulnessCurves } from "./faithfulness.ts";
import { sanityCheck } from "./sanity.ts";
import { heatMaps } from "./where.ts";

const trace = testTrace();
const [detection] = trace.detections;
if (!detection) throw new Error("the trace has no detection");

/** The confidence of a network that looks at one pixel: there or not. */
const pixel = { x: 200, y: 300 };
const seen = ({ patches, grey }: Covering): number => {
  const hit = patches.some(
    (p) => pixel.x >= p.left && pixel.x < p.right && pixel.y >= p.top && pixel.y < p.bottom,
  );
  return hit === (grey === "outside") ? 0.8 : 0;
};

const engine = {
  heatMaps: (
    _: Trace,
    { detection: one, target }: TargetOf,
    options: { methods: readonly HeatMap["method"][] },
  ) =>
    Promise.resolve(
      options.methods.map((method): HeatMap => ({
        ...{ method, detection: one.id, target, layer: "P5", rows: 2, columns: 2, signed: false },
        ...{ values: new Float32Array(4), letterbox: trace.letterbox, meaning: "" },
      })),
    ),
  valuesCovered: (_: Trace, __: TargetOf, { coverings }: { coverings: readonly Covering[] }) =>
    Promise.resolve(Float32Array.from(coverings, seen)),
  /** The confidence of a network that needs P5's channel 7 only. */
  valuesUnder: (_: Trace, __: TargetOf, { sets }: { sets: readonly WeightSet[] }) =>
    Promise.resolve(Float64Array.from(sets, (set) => set.get("P5")?.[7] ?? NaN)),
};

describe("where", () => {
  test("occlusion finds the pixel, among other methods and in their order", async () => {
    const shares: (number | undefined)[] = [];
    const maps = await heatMaps({
      ...{ engine, trace, detection },
      options: {
        methods: ["occlusion", "eigenCam"],
        ...{ patch: 64, stride: 64 },
        onProgress: ({ share }) => shares.push(share),
      },
    });
    expect(maps.map(({ method }) => method)).toEqual(["occlusion", "eigenCam"]);
    const [covered] = maps;
    expect(covered).toMatchObject({ rows: 10, columns: 10, target: "confidence", signed: true });
    const hot = [...(covered?.values ?? [])].flatMap((value, i) => (value > 0 ? i : []));
    // Column 200 / 64 and row 300 / 64.
    expect(hot).toEqual([4 * 10 + 3]);
    expect(covered?.values[43]).toBeCloseTo(0.8, 6);
    expect(shares).toEqual([0, 0.5]);
  });
});

describe("faithfulness", () => {
  const base = { engine, trace, detection };

  test("the order that begins with what counts falls and rises at once", async () => {
    const [occlusion] = await heatMaps({
      ...base,
      options: { methods: ["occlusion"], patch: 64, stride: 64 },
    });
    if (!occlusion) throw new Error("no map");
    const against = { ...occlusion, values: occlusion.values.map((value) => -value) };
    const curves = await faithfulnessCurves({
      ...base,
      explanations: [occlusion, against],
      options: { along: 5, steps: 20, random: 4 },
    });
    expect(curves.map(({ method, of, orders }) => [method, of, orders])).toEqual([
      ["occlusion", "patches", 1],
      ["occlusion", "patches", 1],
      ["random", "patches", 4],
    ]);
    const [right, wrong, random] = curves;
    expect(right?.deletion[0]).toBeCloseTo(0.8, 6);
    expect([...(right?.deletion.subarray(1) ?? [])].every((value) => value === 0)).toBe(true);
    expect(right?.insertion.at(0)).toBe(0);
    expect(right?.insertion.at(1)).toBeCloseTo(0.8, 6);
    expect(wrong?.deletion.at(-2)).toBeCloseTo(0.8, 6);
    expect(right?.deletionArea).toBeLessThan(random?.deletionArea ?? 0);
    expect(random?.deletionArea).toBeLessThan(wrong?.deletionArea ?? 0);
    expect(right?.insertionArea).toBeGreaterThan(random?.insertionArea ?? 1);
  });

  test("channels are set to neutral and back in the attribution's order", async () => {
    const own = trace.channelWeights("P5").excitation[7] ?? NaN;
    const values = Float32Array.from({ length: 256 }, (_, c) => (c === 7 ? 1 : -c / 256));
    const attribution: Attribution = {
      ...{ method: "credit", target: "confidence", detection: detection.id, value: own },
      layers: new Map([["P5", values]]),
    };
    const [curve, random] = await faithfulnessCurves({
      ...base,
      explanations: [attribution],
      options: { steps: 256, random: 1 },
    });
    expect(curve).toMatchObject({ of: "channels", method: "credit" });
    expect([curve?.deletion.at(0), curve?.deletion.at(1)]).toEqual([Math.fround(own), 0.5]);
    expect([curve?.insertion.at(0), curve?.insertion.at(1)]).toEqual([0.5, Math.fround(own)]);
    expect(curve?.shares).toHaveLength(257);
    expect(random?.method).toBe("random");
  });
});

describe("sanity", () => {
  /** A network whose EigenCAM looks at P5's parameters and not at Detect's; all else turns round at once. */
  const random = {
    cascade: () => Promise.resolve(["27", "P5"]),
    underRandom: (
      _: Trace,
      __: TargetOf,
      {
        depth,
        methods,
      }: { depth: number; methods: readonly ("gradCam" | "eigenCam" | "channelWeighted")[] },
    ) =>
      Promise.resolve({
        value: 0.8 / (depth + 1),
        maps: methods.map((method) => ({
          ...{ method, rows: 1, columns: 3 },
          values: Float32Array.of(0, 1, depth > (method === "eigenCam" ? 1 : 0) ? -2 : 2),
        })),
        gradients: { value: 0, layers: [["P5", Float32Array.of(1, depth === 0 ? 2 : 0)] as const] },
        channelWeights: new Map([["P5", Float32Array.of(0.5, 0.5)]]),
        evidence: undefined,
      }),
  };

  test("tells after which layer each explanation changes", async () => {
    const check = await sanityCheck({ engine: random, trace, detection, options: {} });
    expect(check).toMatchObject({ steps: ["27", "P5"], layer: "P5", target: "confidence" });
    expect([...check.values].map((value) => Math.round(value * 100))).toEqual([40, 27]);
    const similar = new Map(
      check.curves.map(({ method, similarity }) => [method, [...similarity]]),
    );
    expect(similar.get("eigenCam")).toEqual([1, -0.5]);
    expect(similar.get("gradCam")).toEqual([-0.5, -0.5]);
    expect(similar.get("gradient")).toEqual([-1, -1]);
    // Without SE before Detect there is no credit to check.
    expect(similar.has("credit")).toBe(false);
  });

  test("a depth stops the cascade, and a method can be asked alone", async () => {
    const options = { depth: 1, methods: ["gradient"] } as const;
    const check = await sanityCheck({ engine: random, trace, detection, options });
    expect(check.steps).toEqual(["27"]);
    expect(check.curves.map(({ method }) => method)).toEqual(["gradient"]);
  });
});

test("an engine's refusal comes through", async () => {
  const refusing = {
    ...engine,
    heatMaps: () => Promise.reject(new ReadableError({ what: "No such layer" })),
  };
  await expect(
    heatMaps({ engine: refusing, trace, detection, options: { methods: ["gradCam"] } }),
  ).rejects.toThrow("No such layer");
});
