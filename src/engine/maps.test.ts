import { describe, expect, test } from "vitest";
import { planNetwork, readConfig } from "../network/index.ts";
import { smallConfig } from "../network/testing/small.ts";
import { ReadableError } from "../trace/index.ts";
import { cutChannels, findMap } from "./maps.ts";

const plan = planNetwork(readConfig(smallConfig));

describe("finds", () => {
  test.each([
    ["an SE layer's output as its input times s", "P2", "output", 9, true],
    ["an SE layer's input", "P2", "input", 9, false],
    ["an SE layer by its index", "10", "output", 9, true],
    ["an SE layer in the backbone", "3", "output", 2, true],
    ["another layer's output", "5", "output", 5, false],
    ["a repeated layer's output", "9", "output", 9, false],
  ] as const)("%s", (_, layer, at, index, recalibrate) => {
    const found = findMap(plan, { layer, at });
    expect(found).toEqual({ layer: layer === "10" ? "P2" : layer, index, recalibrate });
  });

  test.each([
    ["P9", "output", "There is no layer P9 with feature maps: expected one of 0, 1, 2, 3"],
    ["11", "output", "There is no layer 11 with feature maps"],
    ["-1", "output", "There is no layer -1 with feature maps"],
    ["", "output", "There is no layer  with feature maps"],
    ["5", "input", "Layer 5 has no maps before recalibration: expected an SE layer, one of 3, P2"],
  ] as const)("no layer %s at its %s", (layer, at, message) => {
    expect(() => findMap(plan, { layer, at })).toThrow(ReadableError);
    expect(() => findMap(plan, { layer, at })).toThrow(message);
  });

  test("an SE layer that is run twice as the output of both", () => {
    const repeated = smallConfig.replace(
      "[-1, 1, SEAttention, [32, 4]]",
      "[-1, 4, SEAttention, [32, 4]]",
    );
    const twice = planNetwork(readConfig(repeated));
    expect(twice.layers[3]?.chain).toHaveLength(1);
    const found = findMap(twice, { layer: "3", at: "output" });
    expect(found).toEqual({ layer: "3", index: 3, recalibrate: false });
    expect(() => findMap(twice, { layer: "3", at: "input" })).toThrow("that is run once");
  });
});

describe("cuts", () => {
  // [2, 1, 3]: two cells of three channels.
  const whole = { shape: [2, 1, 3] as const, values: new Float32Array([1, 2, 3, 4, 5, 6]) };

  test("every channel where none are named", () => {
    expect(cutChannels(whole, { layer: "4" })).toEqual({
      height: 2,
      width: 1,
      channels: [0, 1, 2],
      values: [new Float32Array([1, 4]), new Float32Array([2, 5]), new Float32Array([3, 6])],
    });
  });

  test("the named ones in their order, times their scale", () => {
    const scale = new Float32Array([10, 1, 0.5]);
    const { channels, values } = cutChannels(whole, { layer: "4", channels: [2, 0], scale });
    expect(channels).toEqual([2, 0]);
    expect(values).toEqual([new Float32Array([1.5, 3]), new Float32Array([10, 40])]);
    expect(whole.values[0]).toBe(1);
  });

  test("none where none are wanted", () => {
    expect(cutChannels(whole, { layer: "4", channels: [] }).values).toEqual([]);
  });

  test.each([3, -1, 1.5, NaN])("no channel %s", (channel) => {
    const cut = () => cutChannels(whole, { layer: "P4", channels: [0, channel] });
    expect(cut).toThrow(ReadableError);
    expect(cut).toThrow(
      `Layer P4 has no channel ${String(channel)}: expected whole numbers from 0 to 2`,
    );
  });
});
