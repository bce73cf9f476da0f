import { describe, expect, test } from "vitest";
import { configurations, isMeasured, modes, orderOf, referenceKey, takingPart } from "./plan.ts";

const emulated = "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device), SwiftShader driver)";
const real = "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060)";
const keys = (found: readonly { key: string }[]): string[] => found.map(({ key }) => key);

describe("configurations", () => {
  test.each([
    [1, ["wasm-1"]],
    [2, ["wasm-1", "wasm-2"]],
    [8, ["wasm-1", "wasm-7", "wasm-8"]],
  ])("with %d cores: one thread, all but one core, all cores, none twice", (cores, expected) => {
    const found = configurations({ renderer: undefined, isolated: true, cores });
    expect(keys(found)).toEqual(expected);
    expect(found.map(({ choice }) => choice.threads)).toEqual(
      expected.map((key) => Number(key.split("-")[1])),
    );
  });

  test("have one thread where the page is not isolated", () => {
    expect(keys(configurations({ renderer: emulated, isolated: false, cores: 8 }))).toEqual([
      "wasm-1",
      "webgl",
    ]);
  });

  test("begin with the reference and know which WebGL is slow", () => {
    const slow = configurations({ renderer: emulated, isolated: true, cores: 2 });
    expect(slow[0]?.key).toBe(referenceKey);
    expect(slow.map((one) => one.slow)).toEqual([false, false, true]);
    expect(slow.at(-1)?.title).toBe("WebGL, emulated");
    const fast = configurations({ renderer: real, isolated: true, cores: 2 }).at(-1);
    expect(fast).toMatchObject({ slow: false, title: "WebGL", choice: { backend: "webgl" } });
  });
});

describe("rounds", () => {
  const all = configurations({ renderer: emulated, isolated: true, cores: 2 });

  test("--quick leaves out emulated WebGL at 640 alone", () => {
    const left = (size: number, quick: boolean): string[] =>
      keys(all.filter((one) => isMeasured(one, size, { quick })));
    expect(left(640, true)).toEqual(["wasm-1", "wasm-2"]);
    expect(left(320, true)).toEqual(keys(all));
    expect(left(640, false)).toEqual(keys(all));
  });

  test.each([
    [1, 1],
    [4, 1],
    [5, 2],
    [20, 5],
  ])("of %d, emulated WebGL takes part in %d", (runs, expected) => {
    const rounds = Array.from({ length: runs }, (_, round) => takingPart(all, round, { runs }));
    expect(rounds.filter((one) => keys(one).includes("webgl"))).toHaveLength(expected);
    expect(rounds.every((one) => keys(one).includes("wasm-2"))).toBe(true);
  });

  test("turn the order of modes round every second time, all modes in each", () => {
    expect(orderOf(1)).toEqual(orderOf(0).toReversed());
    expect(orderOf(2)).toEqual(orderOf(0));
    expect(orderOf(0)).toHaveLength(new Set(modes).size);
  });
});
