import { expect, test } from "vitest";
import { agreementAt } from "../../explain/index.ts";
import type { Attribution, Method } from "../../trace/index.ts";
import { exampleAttributions } from "../waterfall/example.ts";
import { channelNear, scatterMarks } from "./marks.ts";
import { agreeing, agreementRows, agreementWords, leastAlike, missingAt } from "./words.ts";

const attributions = exampleAttributions();

function of(method: Method): Attribution {
  const found = attributions.byMethod.get(method);
  if (!found) throw new Error(`no ${method}`);
  return found;
}

test("says so where methods agree, and which two do not", () => {
  const all = agreementAt(attributions, "P5");
  expect(leastAlike(all)).toMatchObject({ other: "ablateNeutral" });
  expect(agreementWords(all)).toMatch(
    / do not agree on the order of P5's channels: −?0\.\d\d\. Most alike are .*: 0\.\d\d\.$/,
  );
  const alike = { ...all, pairs: all.pairs.map((pair) => ({ ...pair, correlation: 0.97 })) };
  expect(agreementWords(alike)).toBe(
    "The methods agree on the order of P5's channels: every two by at least 0.97.",
  );
  const [pair] = all.pairs;
  if (!pair) throw new Error("no pair");
  expect(agreementWords({ ...all, pairs: [{ ...pair, correlation: 0.5 }] })).toBe(
    "Exact credit and gradient × channel weight agree only in part on the order of P5's channels: 0.50.",
  );
  expect(agreementWords({ ...all, pairs: [{ ...pair, correlation: NaN }] })).toContain(
    "no two methods",
  );
  expect(agreeing(0.8)).toContain("mostly");
});

test("every channel is a point, with its standard error where the method samples", () => {
  const size = { width: 420, height: 320 };
  const marks = scatterMarks({ layer: "P5", across: of("credit"), up: of("shapley"), ...size });
  expect(marks.points).toHaveLength(256);
  for (const { x, y, errorX, errorY } of marks.points) {
    expect(x).toBeGreaterThanOrEqual(marks.left - 0.01);
    expect(x).toBeLessThanOrEqual(marks.right + 0.01);
    expect(errorX).toBeUndefined();
    expect(((errorY?.[0] ?? NaN) + (errorY?.[1] ?? NaN)) / 2).toBeCloseTo(y, 3);
    expect(errorY?.[0]).toBeGreaterThan(errorY?.[1] ?? NaN);
  }
  const [first] = marks.points;
  if (!first) throw new Error("no point");
  expect(channelNear(marks, { x: first.x, y: first.y })).toBeDefined();
  expect(channelNear(marks, { x: -500, y: -500 })).toBeUndefined();
});

test("numbers that don't vary still have axes", () => {
  const flat: Attribution = {
    ...of("credit"),
    layers: new Map([["P5", new Float32Array(4)]]),
  };
  const { points } = scatterMarks({
    ...{ layer: "P5", across: flat, up: flat, width: 400, height: 300 },
  });
  expect(points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
});

test("says what was not computed and why", () => {
  expect(missingAt(attributions, "P5")).toEqual([]);
  expect(missingAt(attributions, "P4")).toMatchObject([
    { method: "credit", why: expect.stringContaining("exact credit reaches P5") as string },
  ]);
  const missing = new Map<Method, string>([["credit", "No SE layer there."]]);
  expect(missingAt({ ...attributions, missing }, "P5")).toEqual([
    { method: "credit", why: "No SE layer there." },
  ]);
});

test("rows have every method's number of a channel", () => {
  const rows = agreementRows(attributions, "P5");
  expect(rows).toHaveLength(256);
  expect(Object.keys(rows[0] ?? {})).toEqual([
    ...["detection", "target", "layer", "channel", "credit", "gradient", "ablateNeutral"],
    ...["ablateZero", "shapley", "shapley_error"],
  ]);
  expect(Object.keys(agreementRows(attributions, "P4")[0] ?? {})).not.toContain("credit");
});
