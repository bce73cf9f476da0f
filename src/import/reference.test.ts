import { describe, expect, test } from "vitest";
import { type Model, ReadableError, type SELayer } from "../trace/index.ts";
import { readReference, withReference } from "./reference.ts";

const layers = [
  { key: "P3", channels: 2 },
  { key: "7", channels: 3 },
];
const good = { mean: [0.25, 0.75], deviation: [0, 0.5] };
const text = (value: unknown): string => JSON.stringify(value);

function model(): Model {
  const se = ({ key, channels }: { key: string; channels: number }): SELayer => ({
    key,
    channels,
    index: 1,
    headScale: undefined,
    stride: 8,
    hidden: 1,
    reduction: channels,
    activation: "relu",
    gate: "sigmoid",
    first: new Float32Array(channels),
    second: new Float32Array(channels),
  });
  return {
    name: "small",
    classes: [],
    layers: [],
    heads: [],
    parameters: 0,
    seLayers: layers.map(se),
  };
}

test("reads what each layer usually is", () => {
  const third = { mean: [0, 0.5, 1], deviation: [0.1, 2, 0] };
  const read = readReference(text({ photographs: 12, layers: { P3: good, 7: third } }), layers);
  expect(Object.fromEntries(read)).toEqual({
    P3: {
      photographs: 12,
      mean: new Float32Array([0.25, 0.75]),
      deviation: new Float32Array([0, 0.5]),
    },
    7: {
      photographs: 12,
      mean: new Float32Array([0, 0.5, 1]),
      deviation: new Float32Array([0.1, 2, 0]),
    },
  });
});

test("gives a model its references and leaves layers without one as they are", () => {
  const before = model();
  const after = withReference(before, text({ photographs: 3, layers: { P3: good } }));
  expect(after.seLayers[0]?.reference?.photographs).toBe(3);
  expect(after.seLayers[1]).toBe(before.seLayers[1]);
  expect(before.seLayers[0]?.reference).toBeUndefined();
  expect(withReference(before, undefined)).toBe(before);
});

describe("refuses, naming file and layer", () => {
  const of = (layer: unknown) => text({ photographs: 1, layers: { P3: layer } });
  test.each([
    ["{", "reference.json can't be read: expected JSON"],
    ["[]", "expected an object with photographs and layers, found []"],
    [text({ layers: {} }), "reference.json, photographs: expected a whole number above 0"],
    [text({ photographs: 0, layers: {} }), "found 0"],
    [text({ photographs: 1.5, layers: {} }), "found 1.5"],
    [text({ photographs: 1 }), "reference.json, layers: expected an object"],
    [text({ photographs: 1, layers: { P9: good } }), "expected SE layers, P3, 7, found P9"],
    [of(7), "reference.json, layer P3: expected mean and deviation, found 7"],
    [of({ mean: [0, 1] }), "layer P3, deviation: expected a list of 2 numbers, found nothing"],
    [of({ ...good, mean: [0] }), "layer P3, mean: expected 2 numbers, one a channel, found 1"],
    [of({ ...good, mean: [0, "1"] }), 'layer P3, mean: expected numbers from 0 to 1, found "1"'],
    [of({ ...good, mean: [0, null] }), "found null"],
    [of({ ...good, mean: [0, 1.5] }), "found 1.5"],
    [of({ ...good, deviation: [0, -1] }), "deviation: expected numbers of at least 0, found -1"],
    ['{"photographs": 1, "layers": {"P3": {"mean": [0, 1], "deviation": [0, 1e999]}}}', "found"],
  ])("%s", (wrong, message) => {
    expect(() => readReference(wrong, layers)).toThrow(ReadableError);
    expect(() => readReference(wrong, layers)).toThrow(message);
  });

  test("by the name that the file has", () => {
    expect(() => withReference(model(), "{", "models/a/reference.json")).toThrow(
      "models/a/reference.json can't be read",
    );
  });
});
