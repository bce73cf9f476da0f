import { expect, test } from "vitest";
import { exampleAttributions } from "./example.ts";
import { nextBar, termsOf, waterfallMarks } from "./marks.ts";
import { creditRows } from "./rows.ts";

const { evidence, value } = exampleAttributions();
if (!evidence) throw new Error("no evidence");

test.each(["confidence", "objectness", "class"] as const)(
  "bars of the %s lead from the bias to the value, each from where the last one ended",
  (target) => {
    const { bars, left, right, zero } = waterfallMarks(evidence, { target, most: 5, width: 600 });
    expect(bars.map(({ kind }) => kind)).toEqual([
      "base",
      ...Array.from({ length: 5 }, () => "channel"),
      "rest",
      "sum",
    ]);
    for (const [k, bar] of bars.entries()) {
      const before = bars[k - 1]?.end ?? zero;
      const begins = bar.kind === "sum" ? zero : before;
      const edges = [bar.x, bar.x + bar.width];
      expect(Math.min(...edges.map((edge) => Math.abs(edge - begins)))).toBeLessThan(1.01);
      expect(Math.min(...edges.map((edge) => Math.abs(edge - bar.end)))).toBeLessThan(1.01);
      expect(bar.x).toBeGreaterThanOrEqual(left);
      expect(bar.x + bar.width).toBeLessThanOrEqual(right + 1);
    }
    // The rest ends where the sum does.
    expect(bars.at(-2)?.end).toBeCloseTo(bars.at(-1)?.end ?? NaN, 2);
    const whole = bars.slice(0, -1).reduce((sum, bar) => sum + bar.value, 0);
    expect(whole).toBeCloseTo(bars.at(-1)?.value ?? NaN, 4);
    expect(bars[6]?.name).toBe("other 251 channels");
  },
);

test("the confidence ends at what the detection shows", () => {
  const { bars } = waterfallMarks(evidence, { target: "confidence", most: 12, width: 400 });
  expect(bars.at(-1)?.number).toBe(value.toFixed(4));
});

test("a narrow drawing keeps room for the bars", () => {
  const { left, right } = waterfallMarks(evidence, { target: "class", most: 3, width: 100 });
  expect(right - left).toBeGreaterThan(30);
});

test("a term is w · s · u, in both logits for the confidence", () => {
  const terms = termsOf(evidence, { channel: 7, target: "confidence" });
  expect(terms.map(({ logit }) => logit)).toEqual(["objectness", "class"]);
  for (const { parameter, term } of terms) {
    const s = evidence.channelWeights[7] ?? NaN;
    expect(term).toBeCloseTo(parameter * s * (evidence.input[7] ?? NaN), 5);
  }
  expect(termsOf(evidence, { channel: 7, target: "width" })).toHaveLength(1);
});

test("keys walk over the bars and stop at the ends", () => {
  expect(nextBar(8, { key: "ArrowDown", from: undefined })).toBe(0);
  expect(nextBar(8, { key: "ArrowDown", from: 7 })).toBe(7);
  expect(nextBar(8, { key: "PageUp", from: 3 })).toBe(0);
  expect(nextBar(8, { key: "End", from: 3 })).toBe(7);
  expect(nextBar(8, { key: "a", from: 3 })).toBeUndefined();
});

test("rows name every channel, the largest credit first", () => {
  const marks = waterfallMarks(evidence, { target: "class", most: 5, width: 600 });
  const rows = creditRows(evidence, { marks, selected: [3] });
  expect(rows).toHaveLength(256);
  expect(rows[0]?.["credit"]).toBe(Math.max(...marks.credits));
  expect(rows[0]?.["class_term"]).toBeCloseTo(Number(rows[0]?.["credit"]), 6);
  expect(rows.filter((row) => row["selected"] === 1).map((row) => row["channel"])).toEqual([3]);
});
