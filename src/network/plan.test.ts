import { describe, expect, test } from "vitest";
import text from "../../public/models/se-yolov5n/config.yaml?raw";
import { readConfig } from "./config.ts";
import { describeModel } from "./describe.ts";
import { expectedArrays } from "./expected.ts";
import { planNetwork } from "./plan.ts";
import { randomArrays, smallConfig } from "./testing/small.ts";

const sizeN = planNetwork(readConfig(text));
const small = planNetwork(readConfig(smallConfig));
const shapesOf = (plan: typeof small): Map<string, readonly number[]> =>
  new Map(expectedArrays(plan).map(({ name, shape }) => [name, shape]));

describe("SE-YOLOv5n", () => {
  test("has YOLOv5n's 1,872,157 parameters and 10,752 of three SE layers", () => {
    const trained = expectedArrays(sizeN).filter((array) => array.trained);
    const sum = trained.reduce(
      (all, { shape }) => all + shape.reduce((product, side) => product * side, 1),
      0,
    );
    expect(sum).toBe(1_872_157 + 10_752);
    const model = describeModel(sizeN, randomArrays(sizeN), "n");
    expect(model.parameters).toBe(sum);
    expect(
      model.seLayers
        .map(({ index }) => model.layers[index]?.parameters)
        .reduce((a = 0, b = 0) => a + b, 0),
    ).toBe(10_752);
  });

  test("names its SE layers by the head scale that reads them", () => {
    expect(sizeN.seLayers.map(({ index, key }) => [index, key])).toEqual([
      [18, "P3"],
      [22, "P4"],
      [26, "P5"],
    ]);
    expect(sizeN.heads.map(({ scale, layer, stride }) => [scale, layer, stride])).toEqual([
      ["P3", 18, 8],
      ["P4", 22, 16],
      ["P5", 26, 32],
    ]);
    expect(sizeN.largestStride).toBe(32);
  });

  test("scales channels and repeats", () => {
    expect(sizeN.layers.slice(0, 10).map(({ output }) => output.channels)).toEqual([
      16, 32, 32, 64, 64, 128, 128, 256, 256, 256,
    ]);
    expect([2, 4, 6, 8].map((index) => sizeN.layers[index]?.repeats)).toEqual([1, 2, 3, 1]);
    expect(sizeN.layers.at(-1)?.output.channels).toBe(255);
  });

  test("knows that P3 and P4 are read twice", () => {
    expect(sizeN.layers[18]?.consumers).toEqual([19, 27]);
    expect(sizeN.layers[22]?.consumers).toEqual([23, 27]);
    expect(sizeN.layers[26]?.consumers).toEqual([27]);
  });

  test("expects PyTorch's names and shapes", () => {
    const shapes = shapesOf(sizeN);
    expect(shapes.get("model.0.conv.weight")).toEqual([16, 3, 6, 6]);
    expect(shapes.get("model.0.bn.running_var")).toEqual([16]);
    expect(shapes.get("model.4.m.1.cv2.conv.weight")).toEqual([32, 32, 3, 3]);
    expect(shapes.get("model.9.cv2.conv.weight")).toEqual([256, 512, 1, 1]);
    expect(shapes.get("model.26.fc.0.weight")).toEqual([16, 256]);
    expect(shapes.get("model.26.fc.2.weight")).toEqual([256, 16]);
    expect(shapes.get("model.27.m.2.weight")).toEqual([255, 256, 1, 1]);
    expect(shapes.get("model.27.m.2.bias")).toEqual([255]);
  });
});

describe("a network of another placement", () => {
  test("names SE in the backbone by its index, before Detect by its scale", () => {
    expect(small.seLayers.map(({ key }) => key)).toEqual(["3", "P2"]);
    expect(small.heads.map(({ scale }) => scale)).toEqual(["P2", "P3"]);
    expect(small.largestStride).toBe(8);
  });

  test("repeats a module that is not C3 as copies in a row", () => {
    const shapes = shapesOf(small);
    expect(small.layers[9]?.repeats).toBe(2);
    expect(shapes.get("model.9.0.cv1.conv.weight")).toEqual([4, 8, 1, 1]);
    expect(shapes.get("model.9.1.cv2.conv.weight")).toEqual([8, 4, 3, 3]);
    expect(shapes.has("model.9.cv1.conv.weight")).toBe(false);
  });

  test("is described as plain data", () => {
    const arrays = randomArrays(small);
    const model = describeModel(small, arrays, "small");
    expect(structuredClone(model)).toEqual(model);
    expect(model.seLayers[0]).toMatchObject({
      key: "3",
      headScale: undefined,
      stride: 4,
      channels: 8,
      hidden: 2,
      reduction: 4,
      first: arrays.get("model.3.fc.0.weight")?.values,
      second: arrays.get("model.3.fc.2.weight")?.values,
    });
    expect(model.seLayers[1]).toMatchObject({ key: "P2", headScale: "P2", hidden: 4 });
    expect(model.layers[7]).toMatchObject({
      module: "Concat",
      from: [6, 3],
      line: 18,
      channels: 24,
    });
  });

  test("counts a stride of 3 into the sides' multiple", () => {
    const odd = smallConfig
      .replace("[[10, 5], 1,", "[[10, 6], 1,")
      .replace(" [-1, 1, SEAttention, [32, 2]],       # 10", " [5, 1, Conv, [32, 3, 3]],");
    const plan = planNetwork(readConfig(odd));
    expect(plan.layers[10]?.output.stride).toBe(24);
    expect(plan.largestStride).toBe(24);
  });
});
