import { expect, test } from "vitest";
import { modelCosts } from "./costs.ts";
import { readConfig } from "./config.ts";
import { smallConfig } from "./testing/small.ts";

const config = readConfig(smallConfig);

test("counts what each layer of the loaded configuration computes", () => {
  const { layers, total, se, seShare, ...rest } = modelCosts(config, { input: 64 });
  expect(rest).toEqual({ input: 64, depthMultiple: 0.5, widthMultiple: 0.25 });
  const of = (index: number): number => layers[index]?.multiplyAdds ?? NaN;
  // 6·6·3·8 at 32 · 32 cells.
  expect(of(0)).toBe(6 * 6 * 3 * 8 * 32 * 32);
  // Two matrices of 8 · 2, and 16 · 16 cells of 8 channels added once and multiplied once.
  expect(of(3)).toBe(2 * 8 * 2 + 2 * 16 * 16 * 8);
  expect([of(6), of(7)]).toEqual([0, 0]);
  // Two Bottlenecks in a row, each 1 × 1 to half the channels and 3 × 3 back.
  expect(of(9)).toBe(2 * (8 * 4 + 9 * 4 * 8) * 16 * 16);
  // One convolution a head, each on a map of its own size.
  expect(of(11)).toBe(8 * 14 * 16 * 16 + 16 * 14 * 8 * 8);
  expect(total.multiplyAdds).toBe(layers.reduce((sum, one) => sum + one.multiplyAdds, 0));
  expect(se.parameters).toBe(2 * 8 * 2 + 2 * 8 * 4);
  expect(seShare.parameters).toBeCloseTo(se.parameters / total.parameters, 12);
});

test("another reduction ratio changes the SE layers alone", () => {
  const before = modelCosts(config);
  const after = modelCosts(config, { reduction: 8 });
  expect(after.se.parameters).toBe(2 * (2 * 8));
  const others = (costs: typeof before) => costs.total.parameters - costs.se.parameters;
  expect(others(after)).toBe(others(before));
});

test("another reduction ratio reaches SE layers that name no channels", () => {
  const bare = readConfig(
    smallConfig
      .replace("SEAttention, [32, 4]", "SEAttention, [None, 4]")
      .replace("SEAttention, [32, 2]", "SEAttention, []"),
  );
  expect(modelCosts(bare, { reduction: 8 }).se.parameters).toBe(2 * (2 * 8));
});

test("refuses sizes, ratios and inputs that there are not", () => {
  // A cell is JavaScript: anything may come.
  const size = JSON.parse('"huge"') as "n";
  expect(() => modelCosts(config, { size })).toThrow("expected one of n, s, m, l, x, found huge");
  expect(() => modelCosts(config, { reduction: 9 })).toThrow("a reduction ratio up to 8");
  expect(() => modelCosts(config, { reduction: 1.5 })).toThrow("a whole number above 0");
  for (const input of [0, 12, NaN, 1e9])
    expect(() => modelCosts(config, { input })).toThrow("multiple of 8");
});
