import { describe, expect, test } from "vitest";
import type { Measurement, Row } from "./measure.ts";
import {
  faults,
  jsonReport,
  redrawRate,
  shareOver,
  summarise,
  textReport,
  weightBar,
} from "./report.ts";
import type { Weight } from "./weight.ts";

const reference: Row = {
  key: "wasm-1",
  title: "WebAssembly, 1 thread",
  size: 320,
  milliseconds: {
    ...{ plain: [50, 60, 70, 80], none: [40, 48, 56, 64], capture: [44, 48, 56, 64] },
    ...{ P5: [4, 6, 7, 8], P4: [11, 12, 14, 16], P3: [22, 24, 28, 32] },
  },
  logitDifference: 2e-5,
};
const webgl: Row = {
  key: "webgl",
  title: "WebGL, emulated",
  size: 320,
  milliseconds: { plain: [500], none: [400], capture: [400], P5: [40], P4: [100], P3: [200] },
  logitDifference: 1e-5,
};
const measurement: Measurement = {
  environment: {
    renderer: "SwiftShader",
    isolated: true,
    cores: 2,
    chromium: "156.0",
    tensorflow: "4.22.0",
  },
  rows: [reference, webgl],
  frames: [{ title: "stepping", milliseconds: [1, 20, 16, 3] }],
  mixer: {
    title: "mixer: redraws a second",
    milliseconds: [...new Array<number>(90).fill(20), ...new Array<number>(10).fill(80)],
  },
  loading: [{ title: "size n", bytes: 3_800_000, checkpoint: [300, 400], safetensors: [200, 200] }],
  tensorsLeft: [
    { title: "WebAssembly, 1 thread", count: 0 },
    { title: "WebGL, emulated", count: 0 },
  ],
  notStarted: [],
};
const weight: Weight = {
  source: "a folder",
  javascript: 100_000,
  binaries: [
    { name: "tfjs-backend-wasm.wasm", bytes: 110_000 },
    { name: "tfjs-backend-wasm-simd.wasm", bytes: 130_000 },
  ],
};

describe("a summary", () => {
  test("has medians, and ratios of runs beside each other", () => {
    expect(summarise(reference, [reference])).toEqual({
      plain: 65,
      none: 52,
      capture: 52,
      captureToNone: 1,
      captureToPlain: 0.8,
      rerunToWhole: { P5: 0.125, P4: 0.25, P3: 0.5 },
      captureToReference: 0.8,
    });
  });

  test("compares fewer runs with those of the same rounds", () => {
    expect(summarise(webgl, [reference, webgl]).captureToReference).toBe(8);
  });

  test("does not compare with another size or another configuration", () => {
    const larger = { ...webgl, size: 640 };
    expect(summarise(larger, [reference, larger]).captureToReference).toBeNaN();
    expect(summarise(webgl, [webgl]).captureToReference).toBeNaN();
  });
});

describe("the text", () => {
  const text = textReport(measurement, weight);

  test("says where it was measured and that only ratios count", () => {
    for (const part of ["156.0", "4.22.0", "2 cores", "SwiftShader (emulated", "Only the ratios"])
      expect(text).toContain(part);
  });

  test("has a line for every configuration and size", () => {
    const cells = (title: string): string[] =>
      (text.split("\n").find((line) => line.includes(`| ${title}`)) ?? "")
        .split("|")
        .map((cell) => cell.trim())
        .slice(1, -1);
    expect(cells("WebGL, emulated")).toEqual([
      "320",
      "WebGL, emulated",
      "1",
      "500",
      "400",
      "400",
      "1.00",
      "0.80",
      "8.00",
      "1.0e-5",
    ]);
    expect(cells("WebAssembly")[2]).toBe("4");
  });

  test("weighs one binary, the largest, against the bar", () => {
    expect(text).toContain("230.0 kB");
    expect(text).toContain("within the bar of 260.0 kB");
    const heavy = { ...weight, javascript: weightBar - 130_000 + 1 };
    expect(textReport(measurement, heavy)).toContain("over the bar");
  });

  test("says where threads can't be", () => {
    const environment = { ...measurement.environment, isolated: false, renderer: undefined };
    const other = textReport({ ...measurement, environment }, weight);
    expect(other).toContain("not cross-origin isolated");
    expect(other).toContain("no WebGL 2");
  });
});

test("the JSON holds every time and the summaries", () => {
  const document: unknown = JSON.parse(jsonReport(measurement, weight));
  expect(document).toMatchObject({
    environment: measurement.environment,
    rows: [{ milliseconds: reference.milliseconds, summary: { captureToPlain: 0.8 } }, {}],
    weight: { largestDownload: 230_000, bar: 260_000 },
  });
});

describe("faults", () => {
  test("are none where all is well", () => {
    expect(faults(measurement)).toEqual([]);
  });

  test("are tensors left, other logits, and what does not start", () => {
    const found = faults({
      ...measurement,
      rows: [
        { ...reference, logitDifference: NaN },
        { ...webgl, logitDifference: 2e-3 },
      ],
      tensorsLeft: [{ title: "WebGL", count: 2 }],
      notStarted: [{ title: "WebAssembly, 2 threads", why: "no" }],
    });
    expect(found).toHaveLength(4);
    expect(found.join()).toContain("WebGL leaves 2 tensors");
    expect(found.join()).toContain("differ by 2.0e-3");
    expect(found.join()).toContain("2 threads does not start: no.");
  });
});

test("tells the share of frames over the bar, 0 of none", () => {
  expect(shareOver([1, 20, 16, 3])).toBe(0.25);
  expect(shareOver([])).toBe(0);
  expect(textReport(measurement, weight)).toMatch(/stepping +\| +4 \| +1 \| +25 % \| +20\.0 \|/);
  expect(textReport(measurement, weight)).toContain("rerun P5 : whole");
});

test("tells how often the detections follow a drag, usually and at the slow end", () => {
  expect(redrawRate(measurement.mixer)).toEqual({ median: 50, p95: 12.5 });
  expect(redrawRate({ title: "", milliseconds: [] }).median).toBeNaN();
  expect(textReport(measurement, weight)).toMatch(
    /mixer: redraws a second +\| +100 \| +50\.0 \| +12\.5 \|/,
  );
  expect(JSON.parse(jsonReport(measurement, weight))).toMatchObject({
    mixer: { median: 50, bar: 20 },
  });
});

test("a network's loading is told as a checkpoint against safetensors", () => {
  expect(textReport(measurement, weight)).toMatch(/size n +\| +2 \| +350 \| +200 \| +1\.75 \|/);
});
