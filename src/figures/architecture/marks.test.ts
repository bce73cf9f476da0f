import { expect, test } from "vitest";
import { architectureMarks, rowHeight } from "./marks.ts";
import { architectureRows } from "./rows.ts";
import { testArchitecture } from "../testing/architecture.ts";
import { exact, shapeText, short, sources, spoken } from "./words.ts";

const architecture = testArchitecture();
const wide = architectureMarks(architecture, { width: 900, measure: "parameters" });
const narrow = architectureMarks(architecture, { width: 358, measure: "multiplyAdds" });

test("rows follow each other, with a heading before each part", () => {
  expect(wide.parts.map(({ name }) => name)).toEqual(["Backbone", "Neck", "Heads"]);
  wide.rows.slice(1).forEach(({ y, layer }, i) => {
    const before = wide.rows[i];
    const gap = y - (before?.y ?? 0);
    if (layer.part === before?.layer.part) expect(gap).toBe(rowHeight);
    else expect(gap).toBeGreaterThan(rowHeight);
  });
  expect(wide.height).toBeGreaterThan(wide.rows.at(-1)?.y ?? Infinity);
});

test("bars are as long as what they count, and the longest fits", () => {
  for (const marks of [wide, narrow]) {
    const most = Math.max(...marks.rows.map(({ bars }) => bars.multiplyAdds));
    expect(most).toBeCloseTo(marks.columns.barWidth, 5);
    for (const { layer, bars } of marks.rows)
      expect(bars.multiplyAdds > 0).toBe(layer.multiplyAdds > 0);
  }
});

test("both measures where there is room, the chosen one where there is not", () => {
  expect(Object.keys(wide.columns.bars)).toEqual(["parameters", "multiplyAdds"]);
  expect(Object.keys(narrow.columns.bars)).toEqual(["multiplyAdds"]);
  const { bars, barWidth } = narrow.columns;
  expect((bars.multiplyAdds ?? 0) + barWidth + 40).toBeLessThanOrEqual(358);
});

test("every connection that skips a layer is drawn, and none other", () => {
  const skips = architecture.layers.flatMap(({ index, from }) =>
    from.filter((source) => source >= 0 && index - source > 1).map((source) => [source, index]),
  );
  expect(skips.length).toBeGreaterThan(1);
  expect(wide.links.map(({ from, to }) => [from, to]).toSorted()).toEqual(skips.toSorted());
  for (const { path } of [...wide.links, ...narrow.links]) {
    expect(path).toMatch(/^M[\d.]+ [\d.]+H/);
    expect(path).not.toContain("NaN");
    expect(path).not.toContain("-");
  }
});

test("rows of a block are held together", () => {
  expect(wide.blocks).toHaveLength(1);
  expect(wide.blocks[0]?.name).toBe("C3SE");
});

test("a table has every layer", () => {
  const rows = architectureRows(architecture);
  expect(rows).toHaveLength(architecture.layers.length);
  expect(rows.at(-2)).toMatchObject({ key: "P4", se_reaches: "P4", se_hidden: 2 });
});

test("words", () => {
  expect([exact(1_882_909), short(0), short(147_712), short(512), shapeText([2, 3, 4])]).toEqual([
    "1,882,909",
    "–",
    "148\u2009k",
    "512",
    "2×3×4",
  ]);
  expect(sources([-1])).toBe("the photograph");
  const se = architecture.layers.find(({ key }) => key === "P4");
  expect(se && spoken(se)).toMatch(/SE at P4.*an edit changes boxes of P4$/);
});
