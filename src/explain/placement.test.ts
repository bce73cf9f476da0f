import { expect, test } from "vitest";
import type { ArchitectureLayer, HeadScale } from "../trace/index.ts";
import { listed, placedSE, placementSentence } from "./placement.ts";

function layer(key: string, reaches?: readonly HeadScale[]): ArchitectureLayer {
  const headScale = key.startsWith("P") ? (key as HeadScale) : undefined;
  return {
    ...{ index: 1, key, module: "SEAttention", from: [0], consumers: [], repeats: 1, channels: 8 },
    ...{ stride: 8, parameters: 0, line: 1, part: "neck", args: "", within: undefined },
    ...{ shape: [1, 1, 8], multiplyAdds: 0 },
    se: reaches && { headScale, hidden: 1, reduction: 8, reaches },
  };
}
const say = (...layers: ArchitectureLayer[]): string => placementSentence({ layers });

test("no SE", () => {
  expect(say(layer("0"))).toMatch(/nothing to edit/);
});

test("appended: each its own head scale alone", () => {
  const said = say(layer("P3", ["P3"]), layer("P4", ["P4"]), layer("P5", ["P5"]));
  expect(said).toBe(
    "SE at P3, P4 and P5 is appended: the head alone reads what it leaves. An edit changes the boxes of its own head scale and no others.",
  );
});

test("in line: each says its heads", () => {
  const said = say(layer("P3", ["P3", "P4"]), layer("P4", ["P4"]));
  expect(said).toContain("SE at P3 and P4 is in line");
  expect(said).toContain("An edit at P3 changes the boxes of P3 and P4, at P4 the boxes of P4.");
});

test("further back: layers that reach the same heads are told together", () => {
  const said = say(
    layer("3", ["P3", "P4"]),
    layer("6", ["P3", "P4"]),
    layer("9", ["P4"]),
    layer("11", []),
  );
  expect(said).toContain("layers 3 and 6 stands further");
  expect(said).toContain(
    "The SE in layer 9 stands further from the heads: an edit there changes the boxes of P4.",
  );
  expect(said).toContain("No head reads what the SE in layer 11 leaves.");
});

test("lists in words, and SE layers alone", () => {
  expect([listed([]), listed(["a"]), listed(["a", "b", "c"])]).toEqual(["none", "a", "a, b and c"]);
  expect(placedSE({ layers: [layer("0"), layer("P3", ["P3"])] }).map(({ key }) => key)).toEqual([
    "P3",
  ]);
});
