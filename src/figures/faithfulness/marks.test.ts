import { expect, test } from "vitest";
import { exampleCurves } from "./example.ts";
import { curveGroups, curveMarks, nextStep, stepAt } from "./marks.ts";
import { curveRows, verdict } from "./words.ts";

const channels = exampleCurves("channels");
const patches = exampleCurves("patches");
const size = { width: 400, height: 240 };

test("every random base line ends a group", () => {
  const groups = curveGroups([...patches, ...channels, ...channels]);
  expect(groups.map(({ of, curves }) => [of, curves.length])).toEqual([
    ["patches", 4],
    ["channels", 4],
    ["channels", 4],
  ]);
  const bare = [...patches, ...channels].filter(({ method }) => method !== "random");
  expect(curveGroups(bare).map(({ curves }) => curves.length)).toEqual([3, 3]);
  expect(curveGroups([])).toEqual([]);
});

test("lines lie in the plot, the base line with its band below the others", () => {
  const [group] = curveGroups(channels);
  if (!group) throw new Error("no group");
  const { lines, xs, left, right, top, bottom } = curveMarks(group, { kind: "deletion", ...size });
  expect(lines.map(({ method }) => method)).toEqual(["random", "credit", "gradient", "shapley"]);
  expect(lines.map(({ band }) => band !== "")).toEqual([true, false, false, false]);
  expect([xs[0], xs.at(-1)]).toEqual([left, right]);
  for (const { ys } of lines) {
    expect(Math.min(...ys)).toBeGreaterThanOrEqual(top);
    expect(Math.max(...ys)).toBeLessThanOrEqual(bottom);
    // A deletion curve falls.
    expect(ys.at(-1)).toBeGreaterThan(ys[0] ?? NaN);
  }
});

test("a place and keys lead to steps", () => {
  expect(stepAt({ xs: [0, 10, 20] }, 14)).toBe(1);
  expect(stepAt({ xs: [0, 10, 20] }, 900)).toBe(2);
  expect(nextStep(3, { key: "ArrowRight", from: undefined })).toBe(0);
  expect(nextStep(3, { key: "End", from: 0 })).toBe(2);
  expect(nextStep(3, { key: "x", from: 0 })).toBeUndefined();
});

test("says which order is best, and whether it beats a random one", () => {
  const [group] = curveGroups(channels);
  if (!group) throw new Error("no group");
  expect(verdict(group)).toMatch(
    /^Over channels, the order by exact credit does best: 0\.\d\d under deletion, 0\.\d\d under insertion, against .* at random\. All methods' orders are better/,
  );
  const [credit, base] = [channels[0], channels.at(-1)];
  if (!credit || !base) throw new Error("no curves");
  const { deletionArea, insertionArea } = credit;
  const turned = { ...credit, deletionArea: insertionArea, insertionArea: deletionArea };
  expect(verdict({ of: "channels", curves: [turned, base] })).toContain("no order is better");
  expect(verdict({ of: "patches", curves: [credit] })).not.toContain("random");
});

test("rows have one line a curve and step", () => {
  const rows = curveRows(channels);
  expect(rows).toHaveLength(4 * 17);
  expect(rows[0]).toMatchObject({ of: "channels", method: "credit", share: 0 });
});
