import { describe, expect, test } from "vitest";
import { ReadableError } from "../../trace/index.ts";
import { testTrace } from "../testing/trace.ts";
import {
  type Change,
  applyChange,
  changesOf,
  changeWords,
  mixedWeights,
  mixOf,
  mute,
  neutral,
  reachWords,
  scaleBy,
  setTo,
  takeFrom,
  withChange,
  withoutChange,
} from "./index.ts";

const trained = Float32Array.of(0.1, 0.2, 0.3, 0.4);
const usual = Float32Array.of(0.9, 0.8, 0.7, 0.6);
const layer = "P5";
const after = (change: Change, s = trained): number[] =>
  Array.from(
    applyChange(s, change, { trained, usual }),
    (weight) => Math.round(weight * 1e4) / 1e4,
  );

describe("a change makes of the channel weights", () => {
  test.each<[string, Change, number[]]>([
    ["one number", setTo({ layer, channels: [1] }, 0.75), [0.1, 0.75, 0.3, 0.4]],
    ["a number for each", setTo({ layer, channels: [0, 3] }, [1, 0.9]), [1, 0.2, 0.3, 0.9]],
    ["the same for all", setTo({ layer }, 1), [1, 1, 1, 1]],
    ["0", mute({ layer, channels: [2] }), [0.1, 0.2, 0, 0.4]],
    ["neutral", neutral({ layer, channels: [2, 3] }), [0.1, 0.2, 0.5, 0.5]],
    ["a multiple", scaleBy({ layer, channels: [1, 2] }, 2), [0.1, 0.4, 0.6, 0.4]],
    ["what is usual", { kind: "usual", layer, channels: [0] }, [0.9, 0.2, 0.3, 0.4]],
    ["0 of all others", { kind: "solo", layer, channels: [1] }, [0, 0.2, 0, 0]],
  ])("%s", (_, change, wanted) => {
    expect(after(change)).toEqual(wanted);
    expect(Array.from(trained)).toEqual(Array.from(Float32Array.of(0.1, 0.2, 0.3, 0.4)));
  });

  test("what was trained, whatever they are", () => {
    const s = Float32Array.of(1, 1, 1, 1);
    expect(after({ kind: "trained", layer, channels: [0, 2] }, s)).toEqual([0.1, 1, 0.3, 1]);
  });

  test("the same numbers in another order, by seed, of the named channels alone", () => {
    const shuffle = (seed: number): number[] =>
      after({ kind: "shuffle", layer, channels: [0, 2, 3], seed });
    expect(shuffle(1)).toEqual(shuffle(1));
    expect(shuffle(1)[1]).toBe(0.2);
    const seen = new Set(Array.from({ length: 60 }, (_, seed) => String(shuffle(seed))));
    expect(seen.size).toBe(6);
    for (const one of seen) expect(one.split(",").map(Number).sort()).toEqual([0.1, 0.2, 0.3, 0.4]);
  });

  test("nothing where usual means were not measured", () => {
    const known = { trained };
    expect(() => applyChange(trained, { kind: "usual", layer }, known)).toThrow(
      "What the channel weights of P5 usually are was not measured",
    );
  });
});

describe("weights of other traces", () => {
  const [a, b] = [testTrace(), testTrace({ seed: 5 })];
  test("are taken as they are, of one or as the mean of several, off by less than 0.00001", () => {
    for (const traces of [[b], [a, b]]) {
      const change = takeFrom({ layer: "P4" }, traces, { count: 128 });
      const found = mixedWeights(a, "P4", [change]);
      found.forEach((weight, c) => {
        const all = traces.map((trace) => trace.channelWeights("P4").excitation[c] ?? NaN);
        expect(Math.abs(weight - all.reduce((sum, s) => sum + s, 0) / all.length)).toBeLessThan(
          1e-5,
        );
      });
      expect(changeWords(change, undefined).what).toBe(
        traces.length === 1 ? "as in gradient 5.png" : "as in the mean of 2 photographs",
      );
    }
  });
  test("of another width are refused, and so are none", () => {
    expect(() => takeFrom({ layer: "P4" }, [b], { count: 64 })).toThrow(
      "expected 64 numbers, found 128",
    );
    expect(() => takeFrom({ layer: "P4" }, [], { count: 64 })).toThrow("found no trace");
  });
});

describe("a list", () => {
  const one = (channels: number[], to = 0): Change => setTo({ layer, channels }, to);
  test("loses what a later change overwrites, channel by channel, of its layer alone", () => {
    expect(withChange([one([1])], one([1], 1))).toEqual([one([1], 1)]);
    expect(withChange([one([1, 2, 3])], one([2], 1))).toEqual([one([1, 3]), one([2], 1)]);
    const drawn = setTo({ layer, channels: [1, 2, 3] }, [0.1, 0.2, 0.3]);
    expect(withChange([drawn], one([2], 1))[0]).toEqual(
      setTo({ layer, channels: [1, 3] }, [0.1, 0.3]),
    );
    const other = mute({ layer: "P3", channels: [1] });
    expect(withChange([other, one([1])], neutral({ layer }))).toEqual([other, neutral({ layer })]);
  });

  test("keeps what a shuffle has moved elsewhere", () => {
    const before: Change[] = [one([1]), { kind: "shuffle", layer, seed: 3 }];
    expect(withChange(before, one([1], 1))).toEqual([...before, one([1], 1)]);
  });

  test("comes to the same as all changes one after the other", () => {
    const trace = testTrace();
    const kinds: Change[] = [
      one([3, 4, 5], 0.25),
      scaleBy({ layer, channels: [4, 5, 6] }, 0.5),
      setTo({ layer, channels: [5, 9] }, [0.125, 1]),
      { kind: "shuffle", layer, channels: [3, 9, 12], seed: 8 },
      { kind: "trained", layer, channels: [4] },
      neutral({ layer, channels: [9, 10] }),
      { kind: "usual", layer, channels: [10, 11] },
    ];
    const list = kinds.reduce<Change[]>((made, change) => withChange(made, change), []);
    expect(list.length).toBeLessThanOrEqual(kinds.length);
    expect(mixedWeights(trace, layer, list)).toEqual(mixedWeights(trace, layer, kinds));
  });

  test("has no change back to as trained where nothing was changed, and one solo a layer", () => {
    const back: Change = { kind: "trained", layer, channels: [1] };
    expect(withChange([], back)).toEqual([]);
    expect(withChange([one([1])], back)).toEqual([]);
    expect(withChange([neutral({ layer })], back)).toEqual([neutral({ layer }), back]);
    const solo = (channel: number): Change => ({ kind: "solo", layer, channels: [channel] });
    expect(withChange([solo(1)], solo(2))).toEqual([solo(2)]);
    expect(withChange([one([1])], one([]))).toEqual([one([1])]);
    expect(withoutChange([one([1]), one([2])], 0)).toEqual([one([2])]);
  });
});

describe("a mix", () => {
  const trace = testTrace();
  test("has the layers that differ, and knows its changes", () => {
    const changes = [
      mute({ layer: "P5", channels: [12] }),
      { kind: "trained", layer: "P3" } satisfies Change,
    ];
    const mix = mixOf(trace, changes);
    expect(Object.keys(mix)).toEqual(["P5"]);
    expect(mix["P5"]?.weights?.[12]).toBe(0);
    expect(mix["P5"]?.weights?.[11]).toBe(trace.channelWeights("P5").excitation[11]);
    expect(changesOf(mix)).toBe(changes);
  });

  test("made elsewhere, it is one change a layer", () => {
    const weights = trace.channelWeights("P4").excitation.map((s) => 1 - s);
    const [all, list] = changesOf({ P5: { weights: Float32Array.of(0.5) }, P4: { weights } });
    expect(all).toEqual({ kind: "set", layer: "P5", to: 0.5 });
    const found = list ? mixedWeights(trace, "P4", [list]) : [];
    weights.forEach((weight, c) => {
      expect(found[c]).toBeCloseTo(weight, 4);
    });
    expect(() => changesOf({ P5: { gate: "relu" } })).toThrow(ReadableError);
    expect(() => changesOf({ P5: { gate: "relu" } })).toThrow("found {gate}");
  });
});

test.each<[Change, string]>([
  [mute({ layer, channels: [12] }), "P5 channel 12: 0.61 → 0"],
  [setTo({ layer, channels: [12] }, [0.034]), "P5 channel 12: 0.61 → 0.034"],
  [mute({ layer, channels: [1, 2, 3, 9] }), "P5 channels 1–3, 9: muted"],
  [scaleBy({ layer: "P4" }, 0.5), "P4, all channels: scaled by 0.5"],
  [neutral({ layer }), "P5, all channels: neutral"],
  [setTo({ layer, channels: [1, 2] }, [0.3, 0.4]), "P5 channels 1–2: drawn"],
  [{ kind: "solo", layer, channels: [7] }, "P5 channel 7: solo, all others 0"],
  [{ kind: "shuffle", layer, seed: 3 }, "P5, all channels: shuffled"],
])("%j is %s", (change, wanted) => {
  const { reach, what } = changeWords(change, new Float32Array(16).fill(0.61));
  expect(`${reach}: ${what}`).toBe(wanted);
});

test("many ranges are counted", () => {
  const channels = Array.from({ length: 30 }, (_, i) => i * 2);
  expect(reachWords({ layer, channels })).toBe("P5, 30 channels");
});
