import { describe, expect, test } from "vitest";
import { testTrace } from "../../explain/testing/trace.ts";
import { bands, barMiddle, drawnChange, faderBank, withStroke } from "./bank.ts";
import { commandChange } from "./commands.ts";
import { commandOf } from "./keys.ts";
import { tallyWords } from "./tally-words.ts";

const trace = testTrace();
const [layer] = trace.model.seLayers;
if (!layer) throw new Error("no SE layer");
const trained = trace.channelWeights("P3").excitation;
const order = Array.from(trained.keys());
const bankOf = (weights: Float32Array, by = order) =>
  faderBank({ layer, trained, weights, order: by, width: 688, height: 264 });

describe("the bank", () => {
  const bars = (path: string): number => path.split("z").length - 1;
  test("has a bar a channel, by what was done to it, and a tick where a changed one was", () => {
    const bank = bankOf(trained.with(3, 0).with(4, 1));
    expect([bank.unchanged, bank.raised, bank.lowered].map(bars)).toEqual([62, 1, 1]);
    expect(bank.ghosts.split("M")).toHaveLength(3);
    expect(bank.xTicks.map(({ label }) => label)).toContain("63");
  });
  test("grows for weights above 1", () => {
    expect(bankOf(trained).largest).toBe(1);
    expect(bankOf(trained.with(0, 1)).largest).toBe(1);
    const bank = bankOf(trained.with(0, 1.2));
    expect(bank.largest).toBe(1.5);
    expect(bank.yTicks.at(-1)?.label).toBe("1.5");
  });
  test("has bands where channels stand, in their order", () => {
    const bank = bankOf(trained, order.toReversed());
    expect(barMiddle(bank, 63)).toBeLessThan(barMiddle(bank, 0));
    expect(bands(bank, [5, 7]).split("z")).toHaveLength(3);
  });
});

describe("a stroke", () => {
  const bank = bankOf(trained);
  const { plot } = bank;
  const at = (channel: number, weight: number) => ({
    x: barMiddle(bank, channel),
    y: plot.bottom - weight * (plot.bottom - plot.top),
  });
  test("draws every channel that it passes, between its ends", () => {
    const drawn = withStroke(bank, undefined, { from: at(10, 0), to: at(14, 1) });
    expect([...drawn.keys()].sort()).toEqual([10, 11, 12, 13, 14]);
    expect(drawn.get(12)).toBeCloseTo(0.5, 6);
    const back = withStroke(bank, drawn, { from: at(14, 1), to: at(13, 1) });
    expect(back.get(13)).toBe(1);
    expect(back.get(10)).toBe(0);
  });
  test("stays in the bank", () => {
    const drawn = withStroke(bank, undefined, {
      from: { x: -50, y: -9 },
      to: { x: 9999, y: 9999 },
    });
    expect(drawn.size).toBe(64);
    expect(drawn.get(0)).toBe(1);
    expect(drawn.get(63)).toBe(0);
  });
  test("is one change", () => {
    expect(drawnChange("P3", new Map([[7, 0.12345]]))).toEqual({
      ...{ kind: "set", layer: "P3", channels: [7], to: 0.123 },
    });
    expect(
      drawnChange(
        "P3",
        new Map([
          [7, 1],
          [2, 0],
        ]),
      ),
    ).toEqual({
      ...{ kind: "set", layer: "P3", channels: [2, 7], to: [0, 1] },
    });
  });
});

describe("keys", () => {
  const key = (name: string, more: object = {}) =>
    commandOf({
      key: name,
      ctrlKey: false,
      metaKey: false,
      shiftKey: false,
      altKey: false,
      ...more,
    });
  const s = Float32Array.of(0.5, 0.995, 0);
  const change = (name: string, channels: number[], more: object = {}) => {
    const command = key(name, more);
    return command && commandChange(command, { layer: "P3", channels }, s);
  };
  test.each([
    ["ArrowUp", {}, { kind: "set", to: 0.51 }],
    ["ArrowDown", { shiftKey: true }, { kind: "set", to: 0.4 }],
    ["PageUp", {}, { kind: "set", to: 0.6 }],
    ["m", {}, { kind: "set", to: 0 }],
    ["N", { shiftKey: true }, { kind: "set", to: 0.5 }],
    ["s", {}, { kind: "solo" }],
    ["r", {}, { kind: "trained" }],
  ])("%s %j changes the channel: %j", (name, more, wanted) => {
    expect(change(name, [0], more)).toEqual({ layer: "P3", channels: [0], ...wanted });
  });
  test("up and down move several together and stop at the ends", () => {
    expect(change("ArrowUp", [0, 1])).toMatchObject({ to: [0.51, 1] });
    expect(change("ArrowDown", [2])).toMatchObject({ to: 0 });
  });
  test("others undo, redo, go and clear, and the browser's own stay its own", () => {
    expect(key("z", { ctrlKey: true })).toEqual({ kind: "undo" });
    expect(key("Z", { metaKey: true, shiftKey: true })).toEqual({ kind: "redo" });
    expect(key("y", { ctrlKey: true })).toEqual({ kind: "redo" });
    expect(key("ArrowLeft")).toMatchObject({ kind: "go" });
    expect(key("Escape")).toEqual({ kind: "clear" });
    for (const mine of [key("Tab"), key("s", { ctrlKey: true }), key("m", { altKey: true })])
      expect(mine).toBeUndefined();
    expect(change("z", [0], { ctrlKey: true })).toBeUndefined();
  });
});

test("what became of the boxes is one sentence", () => {
  const [cat, other] = trace.candidates;
  if (!cat || !other) throw new Error("no boxes");
  const person = { ...other, className: "person" };
  const none = { came: [], went: [], moved: [], surer: 0, lessSure: 0 };
  expect(tallyWords(none)).toBe("Every box is where it was, as sure to two digits.");
  expect(
    tallyWords({ came: [person], went: [cat, cat], moved: [cat], surer: 0, lessSure: 2 }),
  ).toBe("2 boxes went (cat), 1 box came (person), 1 box moved, 2 less sure.");
});
