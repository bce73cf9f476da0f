/** Reruns from edited SE layers in a real browser, on both backends, and what SE costs. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Detection, Photo, SEEdits, Trace } from "../trace/index.ts";
import { type Engine, type ModelFiles, startEngine } from "./index.ts";
import { bundled, modelFiles, refusal } from "./testing/real.ts";

const neutral = { weights: Float32Array.of(0.5) };
let files: ModelFiles;
let photo: Photo;

beforeAll(async () => {
  files = await modelFiles();
  photo = await bundled("motorcycle");
});

/** Expects the same candidates, each number within a tolerance. */
function expectClose(found: readonly Detection[], wanted: readonly Detection[]): void {
  const byId = new Map(found.map((one) => [one.id, one]));
  const sure = wanted.filter(({ confidence }) => confidence > 0.02);
  expect(sure.length).toBeGreaterThan(3);
  for (const { id, confidence, box } of sure) {
    expect(byId.get(id)?.confidence).toBeCloseTo(confidence, 4);
    expect(byId.get(id)?.box.left).toBeCloseTo(box.left, 1);
  }
}

const at = (trace: Trace, scale: string): readonly Detection[] =>
  trace.candidates.filter(({ headScale }) => headScale === scale);

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

  test("P5 neutral changes what P5 finds, and nothing else", async () => {
    const edited = await engine.rerun(trace, { P5: neutral });
    expect(trace.edits).toEqual({});
    expect(edited.edits).toEqual({ P5: neutral });
    expect(edited.id).not.toBe(trace.id);
    expect(edited.photo).toBe(photo);
    expect(new Set(edited.channelWeights("P5").excitation)).toEqual(new Set([0.5]));
    expect(edited.channelWeights("P4")).toEqual(trace.channelWeights("P4"));
    for (const scale of ["P3", "P4"]) expect(at(edited, scale)).toEqual(at(trace, scale));
    expect(at(edited, "P5")).not.toEqual(at(trace, "P5"));
    const input = await edited.featureMaps("P5", { channels: [7], at: "input" });
    const output = await edited.featureMaps("P5", { channels: [7] });
    expect(output.values[0]).toEqual(input.values[0]?.map((u) => u * 0.5));
    edited.release();
  });

  test("every layer and kind of edit gives from kept maps what it gives anew, and leaves nothing", async () => {
    const live = await engine.tensors();
    const given = trace.channelWeights("P3").excitation.map((s) => 1 - s);
    const kinds: SEEdits[] = [
      { P3: { weights: given } },
      { P4: neutral, P5: { squeeze: "max" } },
      { P3: { squeeze: "centre", gate: "hardSigmoid" } },
      { P4: { squeeze: "constant", gate: "tanh" } },
      { P5: { gate: "relu" } },
    ];
    const released = await engine.inspect(photo);
    released.release();
    for (const edits of kinds) {
      const edited = await engine.rerun(trace, edits);
      // A released trace runs anew from the photograph.
      const whole = await engine.rerun(released, edits);
      expectClose(edited.candidates, whole.candidates);
      for (const key of ["P3", "P4", "P5"]) {
        const wanted = whole.channelWeights(key).excitation;
        const found = edited.channelWeights(key).excitation;
        expect(Math.max(...found.map((s, c) => Math.abs(s - (wanted[c] ?? NaN))))).toBeLessThan(
          1e-5,
        );
      }
      for (const one of [edited, whole]) one.release();
    }
    expect(await engine.tensors()).toBe(live);
  });

  test("a rerun outlives the trace it came from", async () => {
    const base = await engine.inspect(photo);
    const first = await engine.rerun(base, { P3: neutral });
    base.release();
    const second = await engine.rerun(first, { P5: neutral });
    first.release();
    expect(second.edits).toEqual({ P3: neutral, P5: neutral });
    expect((await second.featureMaps("P4", { channels: [0], at: "input" })).values).toHaveLength(1);
    const back = await engine.rerun(second, { P3: {}, P5: {} });
    expect(back.edits).toEqual({});
    expectClose(back.candidates, trace.candidates);
    second.release();
    back.release();
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

  test("several at once are all answered, also beside a new photograph", async () => {
    const before = await engine.tensors();
    const keys = ["P3", "P4", "P5"];
    const reruns = keys.map((key) => engine.rerun(trace, { [key]: neutral }));
    const other = await engine.inspect(photo);
    const done = await Promise.all(reruns);
    expect(done.map(({ edits }) => Object.keys(edits)[0])).toEqual(keys);
    for (const one of [...done, other]) one.release();
    expect(await engine.tensors()).toBe(before);
    expect(engine.status.state).toBe("ready");
  });

  test("a signal cancels, before and while it runs, and leaves nothing", async () => {
    const before = await engine.tensors();
    const reason = new DOMException("enough", "AbortError");
    const early = engine.rerun(trace, { P3: neutral }, { signal: AbortSignal.abort(reason) });
    await expect(early).rejects.toBe(reason);
    const stop = new AbortController();
    const late = [1, 2].map(() => engine.rerun(trace, { P3: neutral }, { signal: stop.signal }));
    await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort(reason);
    for (const one of late) await expect(one).rejects.toBe(reason);
    const next = await engine.rerun(trace, { P5: neutral });
    next.release();
    expect(await engine.tensors()).toBe(before);
  });

  test("released while its rerun waits, a trace is still run and then freed", async () => {
    const before = await engine.tensors();
    const base = await engine.inspect(photo);
    const waiting = engine.rerun(base, { P5: neutral });
    base.release();
    const edited = await waiting;
    expect(edited.channelWeights("P5").excitation[0]).toBe(0.5);
    edited.release();
    expect(await engine.tensors()).toBe(before);
  });

  test("after a restart, an edited trace's maps are the edited ones", async () => {
    const edited = await engine.rerun(trace, { P3: neutral });
    const map = await edited.featureMaps("P4", { channels: [3] });
    await engine.break();
    expect(await edited.featureMaps("P4", { channels: [3] })).toEqual(map);
    const again = await engine.rerun(edited, { P5: neutral });
    expect(again.edits).toEqual({ P3: neutral, P5: neutral });
    again.release();
    edited.release();
  });

  test("refuses layers and edits that don't fit, and traces of others", async () => {
    expect(await refusal(engine.rerun(trace, { P9: neutral }))).toContain(
      "There is no layer P9 to edit: expected an SE layer: P3, P4, P5",
    );
    expect(await refusal(engine.rerun(trace, { P5: { weights: new Float32Array(3) } }))).toContain(
      "The edit of P5, weights: expected a Float32Array of 256 numbers, or of 1 for all, found 3 numbers",
    );
    expect(await refusal(engine.rerun({ ...trace }, {}))).toContain("This can't be run again");
    expect(engine.status.state).toBe("ready");
  });

  test("counts what SE costs", async () => {
    const { total, se, seShare, layers } = await engine.costs();
    expect(total.parameters).toBe(trace.model.parameters);
    expect(layers.map(({ parameters }) => parameters)).toEqual(
      trace.model.layers.map(({ parameters }) => parameters),
    );
    expect(se.parameters).toBe(10_752);
    expect(seShare.multiplyAdds).toBeLessThan(0.002);
    expect(await refusal(engine.costs({ reduction: 1000 }))).toContain("a reduction ratio up to");
  });

  test("times the network with and without SE, with progress, and stops on a signal", async () => {
    const before = await engine.tensors();
    const shares: (number | undefined)[] = [];
    const times = await engine.timeWithout(trace, {
      runs: 3,
      onProgress: ({ share }) => shares.push(share),
    });
    expect(times).toMatchObject({ backend: "wasm", input: 320 });
    for (const { runs, median } of [times.withSE, times.withoutSE]) {
      expect(runs).toHaveLength(3);
      expect(runs.toSorted((a, b) => a - b)[1]).toBe(median);
      expect(median).toBeGreaterThan(0);
    }
    expect(shares).toEqual([0, 0.25, 0.5, 0.75]);
    const stop = new AbortController();
    const endless = engine.timeWithout(trace, { runs: 1000, signal: stop.signal });
    setTimeout(() => {
      stop.abort(new DOMException("enough", "AbortError"));
    }, 100);
    await expect(endless).rejects.toThrow("enough");
    expect(await refusal(engine.timeWithout(trace, { runs: 0 }))).toContain("from 1 to 1000");
    expect(await engine.tensors()).toBe(before);
  });
});
