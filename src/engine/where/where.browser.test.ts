/** Heat maps, coverings and random parameters on the bundled network, on both backends. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type HeatMap,
  type Photo,
  type TargetOf,
  type Trace,
  layerMethods,
} from "../../trace/index.ts";
import { type Engine, type ModelFiles, startEngine } from "../index.ts";
import { bundled, modelFiles, refusal } from "../testing/real.ts";

let files: ModelFiles;
let photo: Photo;

beforeAll(async () => {
  files = await modelFiles();
  photo = await bundled("motorcycle");
});

/** Returns the target of a trace's best detection. */
function best(trace: Trace, target: TargetOf["target"] = "confidence"): TargetOf {
  const [detection] = trace.detections;
  if (!detection) throw new Error("nothing was found");
  return { detection, target };
}

/** Returns a photograph of 320 by 320, so that its pixels are the network's, with a square painted grey. */
function painted(square?: { left: number; top: number; right: number; bottom: number }): Photo {
  const pixels = new Uint8ClampedArray(320 * 320 * 4);
  for (let y = 0; y < 320; y++)
    for (let x = 0; x < 320; x++) {
      const from =
        (Math.floor((y / 320) * photo.height) * photo.width + Math.floor((x / 320) * photo.width)) *
        4;
      const grey =
        square && x >= square.left && x < square.right && y >= square.top && y < square.bottom;
      for (let c = 0; c < 4; c++)
        pixels[(y * 320 + x) * 4 + c] = grey && c < 3 ? 114 : (photo.pixels[from + c] ?? 0);
    }
  return { name: "square", width: 320, height: 320, pixels };
}

const maps = new Map<string, HeatMap[]>();

describe.each(["wasm", "webgl"] as const)("on %s", (backend) => {
  let engine: Engine;
  let trace: Trace;
  let before = NaN;

  beforeAll(async () => {
    engine = startEngine({ backend, size: 320 });
    await engine.load(files);
    expect(engine.status.backend).toBe(backend);
    trace = await engine.inspect(photo);
    before = await engine.tensors();
  });
  afterAll(() => engine.dispose());

  test("heat maps at the head's own layer and far in front leave nothing", async () => {
    const made: HeatMap[] = [];
    for (const layer of [undefined, "9", "4"])
      made.push(...(await engine.heatMaps(trace, best(trace), { methods: layerMethods, layer })));
    for (const { values, rows, columns, method } of made) {
      expect(values).toHaveLength(rows * columns);
      expect(values.every(Number.isFinite)).toBe(true);
      if (method === "gradCam") expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
      // A mean of SiLU's outputs may be below 0 everywhere.
      expect(Math.max(...values)).toBeGreaterThan(Math.min(...values));
    }
    expect(made.map(({ layer }) => layer).slice(0, 1)).toEqual([best(trace).detection.headScale]);
    expect(await engine.tensors()).toBe(before);
    maps.set(backend, made);
  });

  test("the value under a covering is that of the painted photograph", async () => {
    const square = { left: 128, top: 96, right: 224, bottom: 192 };
    const plain = await engine.inspect(painted());
    const target = best(plain);
    const [whole, covered] = await engine.valuesCovered(plain, target, {
      coverings: [
        { patches: [], grey: "inside" },
        { patches: [square], grey: "inside" },
      ],
    });
    expect(whole).toBeCloseTo(target.detection.confidence, 4);
    const again = await engine.inspect(painted(square));
    const same = again.candidates.find(({ id }) => id === target.detection.id);
    expect(Math.abs((whole ?? 0) - (covered ?? 0))).toBeGreaterThan(1e-3);
    if (same?.classIndex === target.detection.classIndex)
      expect(covered).toBeCloseTo(same.confidence, 4);
    else expect(covered).toBeLessThan(0.02);
    plain.release();
    again.release();
  });

  test("parameters drawn anew change the value, and the network keeps its own", async () => {
    const target = best(trace);
    const options = { methods: layerMethods, seed: 1 };
    const live = await engine.tensors();
    const trained = await engine.underRandom(trace, target, { ...options, depth: 0 });
    expect(trained.value).toBeCloseTo(target.detection.confidence, 4);
    const drawn = await engine.underRandom(trace, target, { ...options, depth: 3 });
    expect(drawn.value).not.toBeCloseTo(trained.value, 2);
    expect(drawn.evidence?.logits.objectness.bias).not.toBe(
      trained.evidence?.logits.objectness.bias,
    );
    const detect = await engine.underRandom(trace, target, { ...options, depth: 1 });
    const eigen = (one: typeof detect): Float32Array | undefined => one.maps[1]?.values;
    // EigenCAM does not look at Detect.
    expect(eigen(detect)).toEqual(eigen(trained));
    expect(await engine.tensors()).toBe(live);
    const again = await engine.underRandom(trace, target, { ...options, depth: 0 });
    expect(again.value).toBe(trained.value);
    expect((await engine.cascade(trace)).slice(0, 3)).toEqual(["27", "P5", "25"]);
  });
});

test("both backends make the same maps", () => {
  const [wasm = [], webgl = []] = [maps.get("wasm"), maps.get("webgl")];
  expect(wasm.length).toBe(9);
  wasm.forEach(({ values, method, layer }, k) => {
    const other = webgl[k]?.values ?? new Float32Array();
    const most = Math.max(...values.map(Math.abs));
    const apart = Math.max(...values.map((value, i) => Math.abs(value - (other[i] ?? NaN))));
    expect(apart / most, `${method} ${String(layer)}`).toBeLessThan(2e-3);
  });
});

describe("refuses and stops", () => {
  let engine: Engine;
  let trace: Trace;
  beforeAll(async () => {
    engine = startEngine({ backend: "wasm", size: 320 });
    await engine.load(files);
    trace = await engine.inspect(photo);
  });
  afterAll(() => engine.dispose());

  test("what can't be asked is told in a sentence", async () => {
    const small = trace.candidates.find(({ headScale }) => headScale === "P3");
    if (!small) throw new Error("no small candidate");
    const target = { detection: small, target: "confidence" } as const;
    const ask = (layer: string): Promise<unknown> =>
      engine.heatMaps(trace, target, { methods: ["gradCam"], layer });
    expect(await refusal(ask("P5"))).toContain("The detection does not depend on layer P5");
    expect(await refusal(ask("77"))).toContain("There is no layer 77");
    expect(
      await refusal(engine.underRandom(trace, target, { methods: [], depth: 99, seed: 1 })),
    ).toContain("So many layers");
  });

  test("a signal stops it at once, and all is usable", async () => {
    const before = await engine.tensors();
    const stop = new AbortController();
    const coverings = Array.from({ length: 500 }, () => ({ patches: [], grey: "inside" }) as const);
    const shares: (number | undefined)[] = [];
    const endless = engine.valuesCovered(trace, best(trace), {
      coverings,
      signal: stop.signal,
      onProgress: ({ share }) => shares.push(share),
    });
    setTimeout(() => {
      stop.abort(new DOMException("enough", "AbortError"));
    }, 300);
    await expect(endless).rejects.toThrow("enough");
    expect(shares.length).toBeGreaterThan(1);
    const [map] = await engine.heatMaps(trace, best(trace), { methods: ["gradCam"] });
    expect(map?.method).toBe("gradCam");
    expect(await engine.tensors()).toBe(before);
  });
});
