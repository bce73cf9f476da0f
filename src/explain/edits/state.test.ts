import { describe, expect, test } from "vitest";
import { ReadableError } from "../../trace/index.ts";
import { testTrace } from "../testing/trace.ts";
import {
  type Change,
  loadChanges,
  mixOf,
  mute,
  redo,
  record,
  saveChanges,
  scaleBy,
  setTo,
  startHistory,
  takeFrom,
  undo,
} from "./index.ts";
import { packNumbers, unpackNumbers } from "./pack.ts";

const trace = testTrace();
const changes: Change[] = [
  mute({ layer: "P5", channels: [12, 14, 15, 16] }),
  setTo({ layer: "P5", channels: [40, 41] }, [0.123_456, 1]),
  scaleBy({ layer: "P4" }, 0.5),
  { kind: "shuffle", layer: "P3", seed: 7 },
  { kind: "usual", layer: "P3", channels: [1] },
  { kind: "solo", layer: "P4", channels: [3] },
  { kind: "trained", layer: "P4", channels: [9] },
  takeFrom({ layer: "P5", channels: [0, 1, 255] }, [testTrace({ seed: 4 })], { count: 256 }),
];

describe("saved changes", () => {
  test("come back as they were, and make the same edits to the last bit", () => {
    const text = JSON.stringify(saveChanges(changes));
    const back = loadChanges(JSON.parse(text), trace.model);
    expect(back).toEqual(changes);
    expect(mixOf(trace, back)).toEqual(mixOf(trace, changes));
  });

  test("are short", () => {
    expect(JSON.stringify(saveChanges(changes.slice(0, 3)))).toBe(
      '[["P5","12,14-16","set",0],["P5","40-41","set",[0.123,1]],["P4","","scale",0.5]]',
    );
    const all = takeFrom({ layer: "P5" }, [trace], { count: 256 });
    expect(JSON.stringify(saveChanges([all])).length).toBeLessThan(750);
  });

  test.each<[string, unknown, string]>([
    ["no list", { P5: 0 }, "a list of at most 1000 changes, found object"],
    [
      "a line that is none",
      [7],
      "Saved change 1 can't be read: expected [layer, channels, kind, …], found 7",
    ],
    ["an unknown layer", [["P9", "", "set", 0]], "Layer P9 has no channel weights"],
    [
      "a channel too many",
      [["P3", "64", "set", 0]],
      "channels that P3 has not: expected ascending ranges of 0 to 63",
    ],
    ["a range that is none", [["P3", "5-3", "set", 0]], "found 5-3"],
    ["an unknown kind", [["P3", "", "twist"]], 'or take, found "twist"'],
    ["no number", [["P3", "1", "set", "x"]], 'a number from −16 to 16, or 1 of them, found "x"'],
    ["a number too large", [["P3", "1", "scale", 17]], "found 17"],
    ["too few numbers", [["P3", "1-3", "set", [0, 1]]], "or 3 of them, found [0,1]"],
    ["a broken seed", [["P3", "", "shuffle", 1.5]], "a seed"],
    ["broken weights", [["P3", "", "take", "cat", "0 1 !"]], "Saved channel weights can't be read"],
    [
      "weights of another length",
      [["P3", "", "take", "cat", packNumbers([0.5])]],
      "expected 64 numbers, found 1",
    ],
    ["a solo of nothing", [["P3", "", "solo"]], "the channels that stay"],
  ])("%s is refused", (_, saved, wanted) => {
    const load = (): unknown => loadChanges(saved, trace.model);
    expect(load).toThrow(ReadableError);
    expect(load).toThrow(wanted);
  });

  test("usual weights need a reference", () => {
    const { model } = testTrace({ reference: false });
    expect(() => loadChanges([["P3", "", "usual"]], model)).toThrow("were measured");
  });

  test("a layer's index is its name too", () => {
    expect(loadChanges([["26", "1", "set", 0]], trace.model)).toEqual([
      mute({ layer: "P5", channels: [1] }),
    ]);
  });
});

test("packed numbers keep their range and come back the same when packed again", () => {
  const text = packNumbers([-0.25, 0, 0.5, 1.75]);
  expect(text.startsWith("-1 2 ")).toBe(true);
  unpackNumbers(text).forEach((number, i) => {
    expect(number).toBeCloseTo([-0.25, 0, 0.5, 1.75][i] ?? NaN, 4);
  });
  expect([...unpackNumbers(packNumbers([0, 1]))]).toEqual([0, 1]);
});

test("undo and redo go step by step, and a new step forgets what was undone", () => {
  let history = record(record(startHistory("a"), "b"), "c");
  history = undo(history);
  expect(history.now).toBe("b");
  expect(undo(undo(undo(history))).now).toBe("a");
  expect(redo(history).now).toBe("c");
  expect(redo(redo(history)).now).toBe("c");
  const other = record(history, "d");
  expect(redo(other).now).toBe("d");
  expect(undo(other).now).toBe("b");
  let long = startHistory(0);
  for (let step = 1; step <= 500; step++) long = record(long, step);
  expect(long.past).toHaveLength(200);
});
