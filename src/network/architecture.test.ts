import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ReadableError } from "../trace/index.ts";
import { readArchitecture } from "./architecture.ts";

const folder = fileURLToPath(new URL("../../notebooks/configs/", import.meta.url));
const textOf = (name: string): string => readFileSync(`${folder}${name}.yaml`, "utf8");

test("every layer has part, shape, cost and line; SE layers what they reach", () => {
  const text = textOf("yolov5n-inline");
  const { layers, total, input } = readArchitecture(text);
  expect(input).toBe(640);
  expect(layers.map(({ part }) => part).filter((part, i, all) => part !== all[i - 1])).toEqual([
    "backbone",
    "neck",
    "heads",
  ]);
  expect(layers[0]?.shape).toEqual([320, 320, 16]);
  const lines = text.split("\n");
  for (const { module, line } of layers) expect(lines[line - 1]).toContain(`${module},`);
  expect(layers.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(total.parameters);
  expect(layers.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0)).toBe(total.multiplyAdds);
  expect(
    layers.flatMap(({ key, se }) => (se ? [[key, se.hidden, se.reaches.length]] : [])),
  ).toEqual([
    ["P3", 4, 3],
    ["P4", 8, 2],
    ["P5", 16, 1],
  ]);
});

test("another input has other shapes and the same parameters", () => {
  const large = readArchitecture(textOf("yolov5n-inline"));
  const small = readArchitecture(textOf("yolov5n-inline"), { input: 320 });
  expect(small.layers[0]?.shape).toEqual([160, 160, 16]);
  expect(small.total.parameters).toBe(large.total.parameters);
  expect(() => readArchitecture(textOf("yolov5n-inline"), { input: 300 })).toThrow(
    /multiple of 32/,
  );
});

test.each([
  ["an unknown module", "SPPF", "SPPX", 21],
  ["a wrong argument", "[1024, 3, 2]", "[1024, 3, x]", 19],
  ["a later layer", "[-1, 14]", "[-1, 99]", 35],
  ["a broken list", "[[18, 22, 26], 1", "[18, 22, 26], 1", 42],
])("%s is told at its line", (_, from, to, line) => {
  const text = textOf("yolov5n-inline");
  expect(text).toContain(from);
  try {
    readArchitecture(text.replace(from, to));
  } catch (error) {
    expect(error).toBeInstanceOf(ReadableError);
    expect(error instanceof ReadableError && error.parts.line).toBe(line);
    return;
  }
  throw new Error("the text was accepted");
});
