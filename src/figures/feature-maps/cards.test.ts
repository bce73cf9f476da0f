import { expect, test } from "vitest";
import { testTrace } from "../testing/trace.ts";
import { activationAt, mapCards } from "./cards.ts";
import { mapRows } from "./rows.ts";

const channel = { channel: 7, weight: 0.25, difference: -2, standing: undefined };
const trace = testTrace();

async function load(channels: readonly number[]) {
  const before = await trace.featureMaps("P5", { channels, at: "input" });
  const after = await trace.featureMaps("P5", { channels, at: "output" });
  return { trace, layer: "P5", before, after };
}

test("a card has its maps before and after, found by channel and not by place", async () => {
  const loaded = await load([3, 7]);
  const { cards, grid } = mapCards([channel], { loaded, recalibrated: true });
  expect(grid).toEqual({ width: 20, height: 20 });
  expect(cards[0]).toMatchObject({ channel: 7, subtitle: "s = 0.25, −2.0 sd from usual" });
  expect(cards[0]?.maps.map(({ stage, caption }) => [stage, caption])).toEqual([
    ["before", "before ×1.00"],
    ["after", "after ×0.25"],
  ]);
  expect(cards[0]?.maps[0]?.values).toBe(loaded.before.values[1]);
  expect(cards[0]?.maps[1]?.values).toBe(loaded.after.values[1]);
  expect(cards[0]?.maps[0]?.description).toMatch(
    /^channel 7, before recalibration: mean activation .* of 20 by 20$/,
  );
});

test("one range spans before and after alike", async () => {
  const loaded = await load([7]);
  const { range } = mapCards([channel], { loaded, recalibrated: true });
  const all = [...loaded.before.values, ...loaded.after.values].flatMap((map) => [...map]);
  expect(range.low).toBe(Math.min(...all));
  expect(range.largest).toBe(Math.max(...all));
});

test("what is awaited is left open", async () => {
  const { cards, grid } = mapCards([channel], { loaded: undefined, recalibrated: true });
  expect(grid).toBeUndefined();
  expect(cards[0]?.maps[0]).toMatchObject({
    values: undefined,
    description: "channel 7, before recalibration: not fetched yet",
  });
  const other = mapCards([channel], { loaded: await load([3]), recalibrated: true });
  expect(other.cards[0]?.maps[1]?.values).toBeUndefined();
});

test("a table with a row a cell of the photograph", async () => {
  const loaded = await load([7]);
  const cards = mapCards([channel], { loaded, recalibrated: true });
  const rows = mapRows(cards, trace.letterbox);
  // 480 of 640 rows of pixels show the photograph: 15 whole and two half rows of cells.
  expect(rows).toHaveLength(16 * 20);
  const map = cards.cards[0]?.maps[1];
  expect(rows[25]).toEqual({
    channel: 7,
    weight: 0.25,
    row: 3,
    column: 5,
    before: loaded.before.values[0]?.[3 * 20 + 5],
    after: map && activationAt(map, { width: 20, height: 20 }, { row: 3, column: 5 }),
  });
});

test("one map where nothing is recalibrated", async () => {
  const after = await trace.featureMaps("9", { channels: [7] });
  const bare = { ...channel, weight: undefined, difference: undefined };
  const { cards } = mapCards([bare], {
    loaded: { trace, layer: "9", before: undefined, after },
    recalibrated: false,
  });
  expect(cards[0]?.subtitle).toBe("");
  expect(cards[0]?.maps.map(({ stage }) => stage)).toEqual(["map"]);
});
