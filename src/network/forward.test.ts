import "@tensorflow/tfjs-backend-cpu";
import { type Rank, memory, ready, setBackend, tensor3d, zeros } from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { ReadableError } from "../trace/index.ts";
import { readConfig } from "./config.ts";
import { forward } from "./forward.ts";
import { placeParameters } from "./parameters.ts";
import { planNetwork } from "./plan.ts";
import type { Kept } from "./run.ts";
import { fillMap, plainConv, plainMap, valuesOf } from "./testing/plain.ts";
import { randomArrays, randomNumbers, smallConfig } from "./testing/small.ts";

const plan = planNetwork(readConfig(smallConfig));
const arrays = randomArrays(plan, 2);
const height = 16;
const width = 24;
const next = randomNumbers(5);
const values = Float32Array.from({ length: height * width * 3 }, () => (next() + 1) / 2);

beforeAll(async () => {
  await setBackend("cpu");
  await ready();
});

/** Runs the small network, hands over what was kept and checks that nothing stays. */
async function running(
  options: { keep?: number[]; until?: number; capture?: boolean },
  look: (kept: Kept) => Promise<void> | void,
): Promise<void> {
  const before = memory().numTensors;
  const parameters = placeParameters(plan, arrays);
  const pixels = tensor3d(values, [height, width, 3]);
  const kept = forward(plan, parameters, { pixels, ...options });
  await look(kept);
  kept.dispose();
  kept.dispose();
  pixels.dispose();
  parameters.dispose();
  expect(memory().numTensors).toBe(before);
}

const read = (name: string): Float32Array => arrays.get(name)?.values ?? new Float32Array();
const convArrays = (prefix: string) => ({
  weights: read(`${prefix}.conv.weight`),
  gamma: read(`${prefix}.bn.weight`),
  beta: read(`${prefix}.bn.bias`),
  mean: read(`${prefix}.bn.running_mean`),
  variance: read(`${prefix}.bn.running_var`),
});

function expectClose(found: ArrayLike<number> | undefined, wanted: readonly number[]): void {
  expect(found?.length).toBe(wanted.length);
  const most = wanted.reduce((all, w, i) => Math.max(all, Math.abs((found?.[i] ?? NaN) - w)), 0);
  expect(most).toBeLessThan(2e-5);
}

test("Conv is batch norm and SiLU of a convolution in plain loops", () =>
  running({ keep: [0, 1] }, async ({ layers }) => {
    const photograph = plainMap(values, [height, width, 3]);
    const stem = plainConv(photograph, convArrays("model.0"), { kernel: 6, stride: 2, padding: 2 });
    expect(layers.get(0)?.shape).toEqual([1, 8, 12, 8]);
    expectClose(await layers.get(0)?.data(), valuesOf(stem));
    const second = plainConv(stem, convArrays("model.1"), { kernel: 3, stride: 2, padding: 1 });
    expectClose(await layers.get(1)?.data(), valuesOf(second));
  }));

test("C3 joins a chain of bottlenecks with a parallel Conv", () =>
  running({ keep: [1, 2] }, async ({ layers }) => {
    const x = plainMap((await layers.get(1)?.data()) ?? [], [4, 6, 8]);
    const conv = (from: typeof x, name: string, kernel = 1): typeof x =>
      plainConv(from, convArrays(`model.2.${name}`), {
        kernel,
        stride: 1,
        padding: (kernel - 1) / 2,
      });
    let y = conv(x, "cv1");
    for (const k of ["0", "1"]) {
      const before = y;
      const after = conv(conv(y, `m.${k}.cv1`), `m.${k}.cv2`, 3);
      y = fillMap(
        [4, 6, 4],
        (row, column, c) => before.at(row, column, c) + after.at(row, column, c),
      );
    }
    const parallel = conv(x, "cv2");
    const joined = fillMap([4, 6, 8], (row, column, c) =>
      c < 4 ? y.at(row, column, c) : parallel.at(row, column, c - 4),
    );
    expectClose(await layers.get(2)?.data(), valuesOf(conv(joined, "cv3")));
  }));

test("SPPF pools three times in a row and joins four maps", () =>
  running({ keep: [4, 5] }, async ({ layers }) => {
    const x = plainMap((await layers.get(4)?.data()) ?? [], [2, 3, 16]);
    const conv = { kernel: 1, stride: 1, padding: 0 };
    const maps = [plainConv(x, convArrays("model.5.cv1"), conv)];
    for (let k = 0; k < 3; k++) {
      const last = maps[k];
      if (!last) throw new Error("no map");
      maps.push(
        fillMap([2, 3, 8], (row, column, c) => {
          let most = -Infinity;
          for (let y = Math.max(row - 2, 0); y <= Math.min(row + 2, 1); y++)
            for (let at = Math.max(column - 2, 0); at <= Math.min(column + 2, 2); at++)
              most = Math.max(most, last.at(y, at, c));
          return most;
        }),
      );
    }
    const joined = fillMap(
      [2, 3, 32],
      (row, column, c) => maps[Math.floor(c / 8)]?.at(row, column, c % 8) ?? NaN,
    );
    expectClose(
      await layers.get(5)?.data(),
      valuesOf(plainConv(joined, convArrays("model.5.cv2"), conv)),
    );
  }));

test("nn.Upsample repeats every cell and Concat joins the channels in order", () =>
  running({ keep: [3, 5, 6, 7] }, async ({ layers }) => {
    const x = plainMap((await layers.get(5)?.data()) ?? [], [2, 3, 16]);
    const skip = plainMap((await layers.get(3)?.data()) ?? [], [4, 6, 8]);
    const at = (row: number, column: number, c: number): number => x.at(row >> 1, column >> 1, c);
    expectClose(await layers.get(6)?.data(), valuesOf(fillMap([4, 6, 16], at)));
    const joined = fillMap([4, 6, 24], (row, column, c) =>
      c < 16 ? at(row, column, c) : skip.at(row, column, c - 16),
    );
    expectClose(await layers.get(7)?.data(), valuesOf(joined));
  }));

test("a repeated Bottleneck runs its copies in a row, each with its shortcut", () =>
  running({ keep: [8, 9] }, async ({ layers }) => {
    let x = plainMap((await layers.get(8)?.data()) ?? [], [4, 6, 8]);
    for (const k of ["0", "1"]) {
      const before = x;
      const hidden = plainConv(x, convArrays(`model.9.${k}.cv1`), {
        kernel: 1,
        stride: 1,
        padding: 0,
      });
      const after = plainConv(hidden, convArrays(`model.9.${k}.cv2`), {
        kernel: 3,
        stride: 1,
        padding: 1,
      });
      x = fillMap(
        [4, 6, 8],
        (row, column, c) => before.at(row, column, c) + after.at(row, column, c),
      );
    }
    expectClose(await layers.get(9)?.data(), valuesOf(x));
  }));

test("SEAttention follows the paper's formula and offers z, h and s", () =>
  running({ keep: [3] }, async ({ layers, seLayers }) => {
    expect([...seLayers.keys()]).toEqual(["3", "P2"]);
    const u = plainMap((await layers.get(2)?.data()) ?? [], [4, 6, 8]);
    const first = read("model.3.fc.0.weight");
    const second = read("model.3.fc.2.weight");
    const channels = Array.from({ length: 8 }, (_, c) => c);
    const z = channels.map((c) => {
      let sum = 0;
      for (let y = 0; y < 4; y++) for (let x = 0; x < 6; x++) sum += u.at(y, x, c);
      return sum / 24;
    });
    const h = [0, 1].map((k) =>
      Math.max(
        z.reduce((sum, zc, c) => sum + zc * (first[k * 8 + c] ?? NaN), 0),
        0,
      ),
    );
    const s = channels.map((c) => {
      const t = h.reduce((sum, hk, k) => sum + hk * (second[c * 2 + k] ?? NaN), 0);
      return 1 / (1 + Math.exp(-t));
    });
    const kept = seLayers.get("3");
    expectClose(await kept?.squeeze.data(), z);
    expectClose(await kept?.hidden.data(), h);
    expectClose(await kept?.excitation.data(), s);
    expect(h.map((value) => value > 0).sort()).toEqual([false, true]);
    const recalibrated = fillMap([4, 6, 8], (y, x, c) => (s[c] ?? NaN) * u.at(y, x, c));
    expectClose(await layers.get(3)?.data(), valuesOf(recalibrated));
  }));

test("Detect gives one convolution with bias a head", () =>
  running({ keep: [5] }, async ({ logits, layers }) => {
    expect(logits.map(({ shape }) => shape)).toEqual([
      [4, 6, 14],
      [2, 3, 14],
    ]);
    const x = plainMap((await layers.get(5)?.data()) ?? [], [2, 3, 16]);
    const weights = read("model.11.m.1.weight");
    const bias = read("model.11.m.1.bias");
    const wanted = fillMap([2, 3, 14], (row, column, o) => {
      let sum = bias[o] ?? NaN;
      for (let c = 0; c < 16; c++) sum += (weights[o * 16 + c] ?? NaN) * x.at(row, column, c);
      return sum;
    });
    expectClose(await logits[1]?.data(), valuesOf(wanted));
  }));

test("without capture only the logits stay", () =>
  running({ capture: false }, ({ logits, seLayers, layers }) => {
    expect([logits.length, seLayers.size, layers.size]).toEqual([2, 0, 0]);
  }));

test("until a layer, the layer is the same and what comes later is left out", () =>
  running({ keep: [9] }, async (whole) => {
    const wanted = await whole.layers.get(9)?.data();
    await running({ keep: [9], until: 9, capture: false }, async (part) => {
      expect(part.logits).toEqual([]);
      expect([...part.layers.keys()]).toEqual([9]);
      expect(await part.layers.get(9)?.data()).toEqual(wanted);
    });
    await running({ until: 9 }, (part) => {
      expect([...part.seLayers.keys()]).toEqual(["3"]);
    });
  }));

test("refuses a size that the strides don't divide and layers there are not, and leaves nothing", () => {
  const parameters = placeParameters(plan, arrays);
  for (const shape of [
    [12, 16, 3],
    [16, 16, 4],
    [0, 16, 3],
  ] as [number, number, number][]) {
    const pixels = zeros<Rank.R3>(shape);
    const before = memory().numTensors;
    expect(() => forward(plan, parameters, { pixels })).toThrow(ReadableError);
    expect(() => forward(plan, parameters, { pixels })).toThrow("multiples of 8");
    expect(memory().numTensors).toBe(before);
    pixels.dispose();
  }
  const pixels = zeros<Rank.R3>([16, 16, 3]);
  const before = memory().numTensors;
  expect(() => forward(plan, parameters, { pixels, keep: [40] })).toThrow("found 40");
  expect(() => forward(plan, parameters, { pixels, until: -2 })).toThrow("found -2");
  parameters.dispose();
  const after = memory().numTensors;
  expect(() => forward(plan, parameters, { pixels })).toThrow("disposed");
  expect(memory().numTensors).toBe(after);
  expect(after).toBeLessThan(before);
  pixels.dispose();
});
