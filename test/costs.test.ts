/** What SE costs at every size and reduction ratio, against what PyTorch counts on a real pass. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { modelCosts, readConfig } from "../src/network/index.ts";
import type { ModelSize } from "../src/trace/index.ts";

interface Counted {
  readonly size: ModelSize;
  readonly reduction: number;
  readonly input: number;
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly seParameters: number;
  readonly seMultiplyAdds: number;
}

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
const config = readConfig(read("../public/models/se-yolov5n/config.yaml"));
const cases = JSON.parse(read("numbers/costs.json")) as Counted[];

test("there are all sizes and ratios", () => {
  expect(new Set(cases.map(({ size }) => size))).toEqual(new Set(["n", "s", "m", "l", "x"]));
  expect(new Set(cases.map(({ reduction }) => reduction))).toEqual(new Set([2, 4, 8, 16, 32, 64]));
});

test.each(cases)("size $size, r = $reduction", ({ size, reduction, input, ...counted }) => {
  const { total, se } = modelCosts(config, { size, reduction, input });
  expect({
    parameters: total.parameters,
    multiplyAdds: total.multiplyAdds,
    seParameters: se.parameters,
    seMultiplyAdds: se.multiplyAdds,
  }).toEqual(counted);
});

test.each([
  // YOLOv5 v6.0's own summaries: parameters without SE.
  ["n", 1_872_157],
  ["s", 7_235_389],
  ["m", 21_190_557],
  ["l", 46_563_709],
  ["x", 86_749_405],
] as const)("without SE, size %s has YOLOv5's own count of parameters", (size, parameters) => {
  const { total, se } = modelCosts(config, { size });
  expect(total.parameters - se.parameters).toBe(parameters);
});
