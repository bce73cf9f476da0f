import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { modelCosts } from "./costs.ts";
import { headsBehind } from "./dependence.ts";
import { type Plan, planNetwork } from "./plan.ts";
import { placeOf } from "./target.ts";

const folder = fileURLToPath(new URL("../../notebooks/configs/", import.meta.url));
const textOf = (name: string): string => readFileSync(`${folder}${name}.yaml`, "utf8");
const planOf = (name: string): Plan => planNetwork(readConfig(textOf(name)));

const counts: [name: string, without: number, se: number][] = [
  ["yolov5n-none", 1_872_157, 0],
  ["yolov5n-inline", 1_872_157, 10_752],
  ["yolov5n-appended", 1_872_157, 10_752],
  ["yolov5n-backbone", 1_872_157, 10_880],
  ["yolov5n-before-sppf", 1_872_157, 8_192],
  // 2 · 16² · … of hidden widths 1, 2, 4 and 8: n · C² / 8 with C = 16, 32, 64, 128.
  ["yolov5n-c3se", 1_872_157, (16 ** 2 + 2 * 32 ** 2 + 3 * 64 ** 2 + 128 ** 2) / 8],
  ["yolov5n-everywhere", 1_872_157, 10_880 + 10_752 + 2_048],
  // The authors' summary says 3,157,200; 16 of these are the fixed distances 0 to 15.
  ["yolov8n-inline", 3_157_184, 10_752],
  // The authors' summary says 6,219,709 after batch norm is folded, which leaves one number a channel of two.
  ["yolov7-tiny-appended", 6_219_709 + 7_392, 43_008],
];

test("every configuration that the notebook shows is counted here", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  expect(files.toSorted()).toEqual(counts.map(([name]) => `${name}.yaml`).toSorted());
});

test.each(counts)("%s has its architecture's parameters, and those of SE", (name, without, own) => {
  const { total, se } = modelCosts(readConfig(textOf(name)));
  expect(total.parameters - se.parameters).toBe(without);
  expect(se.parameters).toBe(own);
});

test("YOLOv8n and YOLOv7-tiny have the multiply-adds that their authors' tables round", () => {
  const without = (name: string): number => {
    const { total, se } = modelCosts(readConfig(textOf(name)));
    return ((total.multiplyAdds - se.multiplyAdds) * 2) / 1e9;
  };
  expect(without("yolov8n-inline")).toBeCloseTo(8.7, 1);
  expect(without("yolov7-tiny-appended")).toBeCloseTo(13.7, 1);
});

describe("what an edit reaches", () => {
  const reach = (name: string): Record<string, string> => {
    const plan = planOf(name);
    return Object.fromEntries(
      plan.seLayers.map(({ key, index }) => [key, headsBehind(plan, index).join(" ")]),
    );
  };
  test("in line: the heads built on it", () => {
    const expected = { P3: "P3 P4 P5", P4: "P4 P5", P5: "P5" };
    expect(reach("yolov5n-inline")).toEqual(expected);
    expect(reach("yolov8n-inline")).toEqual(expected);
  });
  test("appended: its own head alone", () => {
    const expected = { P3: "P3", P4: "P4", P5: "P5" };
    expect(reach("yolov5n-appended")).toEqual(expected);
    expect(reach("yolov7-tiny-appended")).toEqual(expected);
  });
  test("in the backbone: all", () => {
    for (const name of ["yolov5n-backbone", "yolov5n-before-sppf", "yolov5n-c3se"])
      expect(new Set(Object.values(reach(name)))).toEqual(new Set(["P3 P4 P5"]));
  });
});

describe("C3SE is written out", () => {
  const plan = planOf("yolov5n-c3se");
  test("with every SE a layer of its own, before the shortcut adds", () => {
    expect(plan.seLayers).toHaveLength(1 + 2 + 3 + 1);
    for (const { index } of plan.seLayers) {
      expect(plan.layers[index - 1]?.line).toMatchObject({ module: "Conv", within: "C3SE" });
      expect(plan.layers[index + 1]?.line.module).toBe("Add");
      expect(plan.layers[index + 1]?.from).toContain(index);
    }
  });
  test("and later layers still read what the text says", () => {
    const concats = plan.layers.filter(({ line }) => line.module === "Concat" && !line.within);
    expect(concats.map(({ output }) => output.stride)).toEqual([16, 8, 16, 32]);
    const [first] = concats;
    expect(plan.layers[first?.from[1] ?? -1]?.line).toMatchObject({ module: "Conv", line: 18 });
  });
  const swapped = (to: string): string =>
    textOf("yolov5n-c3se").replace("C3SE, [128]", `C3SE, ${to}`);
  test.each([
    ["[many]", "a whole number above 0 as argument 1"],
    ["[128, 3]", "True or False as argument 2"],
    ["[8]", "a multiple of 16"],
    ["[128, True, 99]", "a reduction ratio up to 16"],
  ])("%s is refused at its line", (args, expected) => {
    expect(() => planNetwork(readConfig(swapped(args)))).toThrow(/^Line 14 of the configuration/);
    expect(() => planNetwork(readConfig(swapped(args)))).toThrow(expected);
  });
  test("at another reduction ratio and size", () => {
    const config = readConfig(textOf("yolov5n-c3se"));
    const half = modelCosts(config, { reduction: 8 }).se.parameters;
    expect(half).toBe(2 * modelCosts(config).se.parameters);
    expect(modelCosts(config, { size: "x" }).total.parameters).toBeGreaterThan(86_000_000);
  });
});

test("a head that needs anchors and has none is told so at its line", () => {
  const text = textOf("yolov8n-inline").replace("DetectDFL", "Detect");
  expect(() => planNetwork(readConfig(text))).toThrow(/Line \d+ .*\(Detect\): expected anchors/);
});

test("a box of a head without anchors is not explained, and that is said", () => {
  const plan = planOf("yolov8n-inline");
  const detection = {
    ...{ id: "P4/1/2", box: { left: 0, top: 0, right: 9, bottom: 9 }, stride: 16 },
    ...{ classIndex: 0, className: "class 0", confidence: 0.5, classProbability: 0.5 },
    ...{ headScale: "P4" as const, cell: { row: 1, column: 2 } },
  };
  expect(() => placeOf(plan, { detection, target: "confidence" })).toThrow(/a head without/);
});
