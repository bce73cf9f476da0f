import { describe, expect, test } from "vitest";
import { ReadableError } from "../trace/index.ts";
import { readConfig } from "./config.ts";
import { planNetwork } from "./plan.ts";
import { smallConfig } from "./testing/small.ts";

/** Returns the message that reading or planning the text throws. */
function messageOf(text: string): string {
  try {
    planNetwork(readConfig(text));
  } catch (error) {
    expect(error).toBeInstanceOf(ReadableError);
    return error instanceof Error ? error.message : "";
  }
  throw new Error("the text was accepted");
}

const swap = (from: string, to: string): string => {
  expect(smallConfig).toContain(from);
  return smallConfig.replace(from, to);
};

test("lines know their number, sources and arguments", () => {
  const { classes, anchors, lines } = readConfig(smallConfig);
  expect(classes).toEqual(["class 0", "class 1"]);
  expect(anchors).toEqual([
    [
      [10, 13],
      [16, 30],
    ],
    [
      [30, 61],
      [62, 45],
    ],
  ]);
  expect(lines).toHaveLength(12);
  expect(lines[0]).toMatchObject({ line: 9, from: [-1], module: "Conv", args: [32, 6, 2, 2] });
  expect(lines[6]).toMatchObject({ line: 17, module: "nn.Upsample", args: [null, 2, "nearest"] });
  expect(lines[7]).toMatchObject({ line: 18, from: [6, 3] });
  expect(lines[8]?.args).toEqual([32, false]);
  expect(lines[11]?.args).toEqual([
    2,
    [
      [10, 13, 16, 30],
      [30, 61, 62, 45],
    ],
  ]);
});

test.each([
  ["names: [cat, dog]\n", ["cat", "dog"]],
  ["names: {0: cat, 1: dog}\n", ["cat", "dog"]],
  ["names: [1, dog]\n", ["1", "dog"]],
])("class names in %j", (names, expected) => {
  expect(readConfig(names + smallConfig).classes).toEqual(expected);
});

describe("errors name the line, the layer, what was expected and found", () => {
  const cases: [what: string, text: string, parts: string[]][] = [
    ["an empty text", "", ["nc, anchors, backbone and head", "an empty text"]],
    ["a text without keys", "hello", ["nc, anchors, backbone and head", "no keys"]],
    ["YAML that is cut off", smallConfig.slice(0, 300), ["Line", "not valid YAML"]],
    ["a tab", swap("depth", "\tdepth"), ["Line 3", "not valid YAML"]],
    ["no nc", swap("nc: 2", "n: 2"), ["nc", "a number above 0", "nothing"]],
    ["nc in words", swap("nc: 2", "nc: two"), ["Line 2", "nc", "a number above 0", "two"]],
    ["half a class", swap("nc: 2", "nc: 2.5"), ["Line 2", "nc", "whole number", "2.5"]],
    ["a width of 0", swap("width_multiple: 0.25", "width_multiple: 0"), ["Line 4", "width", "0"]],
    ["an endless depth", swap("e: 0.5", "e: 1e300"), ["Line 3", "depth_multiple", "1e+300"]],
    ["no backbone", swap("backbone:", "spine:"), ["backbone", "a list of layers", "nothing"]],
    ["an empty network", "nc: 1\ndepth_multiple: 1\nwidth_multiple: 1\nanchors: [[1,2]]\nbackbone: []\nhead: []", ["Line 5", "at least one layer"]],
    ["odd anchors", swap("[10,13, 16,30]", "[10,13, 16]"), ["Line 5", "anchors", "widths and heights"]],
    ["a short line", swap("[-1, 1, Conv, [64, 3, 2]]", "[-1, Conv, [64, 3, 2]]"), ["Line 13", "layer 4", "[from, number, module, args]"]],
    ["an unknown module", swap("SPPF", "SPP"), ["Line 14", "layer 5", "SPPF", "found SPP"]],
    ["a module without a name", swap("SPPF", "7"), ["Line 14", "layer 5", "a module's name", "7"]],
    ["no repeats", swap("[-1, 1, SPPF", "[-1, 0, SPPF"), ["Line 14", "layer 5 (SPPF)", "from 1 to 1000", "0"]],
    ["arguments that are no list", swap("SPPF, [64, 5]", "SPPF, 64"), ["Line 14", "layer 5 (SPPF)", "a list", "64"]],
    ["an argument that is a map", swap("SPPF, [64, 5]", "SPPF, [{a: 1}]"), ["Line 14", "layer 5 (SPPF)", '{"a":1}']],
    ["from in words", swap("[[-1, 3], 1, Concat", "[[-1, C3], 1, Concat"), ["Line 18", "layer 7 (Concat)", "a layer's index", "C3"]],
    ["from nowhere", swap("[[-1, 3], 1, Concat", "[[], 1, Concat"), ["Line 18", "layer 7 (Concat)", "a layer to read"]],
    ["from before the photograph", swap("[[-1, 3], 1, Concat", "[[-1, -9], 1, Concat"), ["Line 18", "layer 7", "from 0 to 6", "-9"]],
    ["from a later layer", swap("[[-1, 3], 1, Concat", "[[-1, 9], 1, Concat"), ["Line 18", "layer 7", "no cycles", "9"]],
    ["from itself", swap("[[-1, 3], 1, Concat", "[[-1, 7], 1, Concat"), ["Line 18", "layer 7", "no cycles", "7"]],
    ["another stride", swap("[[-1, 3], 1, Concat", "[[-1, 5], 1, Concat"), ["Line 18", "layer 7 (Concat)", "one stride", "4 and 8"]],
    ["another dimension", swap("Concat, [1]", "Concat, [2]"), ["Line 18", "layer 7 (Concat)", "dimension 1", "2"]],
    ["other SE channels", swap("SEAttention, [32, 4]", "SEAttention, [64, 4]"), ["Line 12", "layer 3 (SEAttention)", "8", "16 after the width multiple"]],
    ["no hidden unit", swap("SEAttention, [32, 4]", "SEAttention, [32, 9]"), ["Line 12", "layer 3 (SEAttention)", "up to 8", "9"]],
    ["a Conv of words", swap("Conv, [64, 3, 2]", "Conv, [64, three, 2]"), ["Line 13", "layer 4 (Conv)", "argument 2", "three"]],
    ["a Conv of an even kernel", swap("Conv, [64, 3, 2]", "Conv, [64, 4, 1]"), ["Line 13", "layer 4 (Conv)", "kernel 4, padding 2"]],
    ["a shortcut in words", swap("C3, [32, False]", "C3, [32, no]"), ["Line 19", "layer 8 (C3)", "True or False", "no"]],
    ["smooth upsampling", swap("'nearest'", "'bilinear'"), ["Line 17", "layer 6 (nn.Upsample)", "nearest", "bilinear"]],
    ["a half upsampling", swap("[None, 2,", "[None, 1.5,"), ["Line 17", "layer 6", "whole scale factor", "1.5"]],
    ["fewer heads than anchors", swap("[[10, 5], 1, Detect", "[[10], 1, Detect"), ["Line 22", "layer 11 (Detect)", "2 layers", "1"]],
    ["other classes", swap("Detect, [nc", "Detect, [80"), ["Line 22", "layer 11 (Detect)", "nc, 2", "80"]],
    ["other anchors", swap("nc, anchors", "nc, [[1, 2]]"), ["Line 22", "layer 11 (Detect)", "anchors", "[[1,2]]"]],
    ["no Detect", swap("   [[10, 5], 1, Detect, [nc, anchors]],\n", ""), ["one Detect as the last layer", "none"]],
    ["Detect in the middle", swap("[nc, anchors]],\n", "[nc, anchors]],\n   [10, 1, Conv, [8]],\n"), ["one Detect as the last layer", "11"]],
    ["names for too few", `names: [cat]\n${smallConfig}`, ["Line 1", "names", "2 names", "1"]],
    ["names that are lists", `names: [cat, [dog]]\n${smallConfig}`, ["Line 1", "names", "texts", "dog"]],
    ["an alias to nothing", swap("C3, [32]]", "C3, *x]"), ["line 11", "x"]],
    ["a thousand million aliases", `a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nnc: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]`, ["line 4", "alias"]],
    ["lists too deep", `nc: ${"[".repeat(100_000)}`, ["configuration"]],
  ]; // prettier-ignore
  test.each(cases)("%s", (_, text, parts) => {
    const message = messageOf(text);
    for (const part of parts) expect(message).toContain(part);
    expect(message.length).toBeLessThan(400);
  });
});
