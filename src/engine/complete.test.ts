import { expect, test } from "vitest";
import type { ChannelWeights, Detection, Model, SELayer } from "../trace/index.ts";
import { completed } from "./complete.ts";
import type { RunResult } from "./door.ts";

const detection = (headScale: Detection["headScale"], confidence: number): Detection => ({
  id: `${headScale}/${String(confidence)}`,
  box: { left: 0, top: 0, right: 1, bottom: 1 },
  ...{ classIndex: 0, className: "cat", confidence, objectness: confidence, classProbability: 1 },
  ...{ headScale, stride: 8, cell: { row: 0, column: 0 } },
  anchor: { index: 0, width: 1, height: 1 },
});
const weights = (s: number): ChannelWeights => {
  const [squeeze, hidden, excitation] = [s, s, s].map((one) => Float32Array.of(one));
  if (!squeeze || !hidden || !excitation) throw new Error("no weights");
  return { squeeze, hidden, excitation };
};
const seLayers = ["P3", "P4", "P5"].map((key): SELayer => ({
  ...{ key, index: 0, headScale: "P3", stride: 8, channels: 1, hidden: 1, reduction: 1 },
  ...{ first: Float32Array.of(1), second: Float32Array.of(1) },
  ...{ activation: "relu", gate: "sigmoid" },
}));
const model: Model = {
  ...{ name: "test", classes: ["cat"], layers: [], seLayers, heads: [], parameters: 0 },
};
const before = {
  model,
  candidates: [detection("P5", 0.9), detection("P3", 0.8), detection("P4", 0.3)],
  channelWeights: () => weights(0.5),
};
const result: RunResult = {
  handle: 7,
  letterbox: {
    ...{ width: 1, height: 1, scale: 1, left: 0, top: 0, innerWidth: 1, innerHeight: 1 },
  },
  edits: {},
  heads: ["P5"],
  candidates: [detection("P5", 0.6), detection("P5", 0.1)],
  channelWeights: [["P5", weights(0)]],
  milliseconds: 1,
};

test("what was not computed stays as it was, and the candidates stand best first", () => {
  const { candidates, channelWeights, heads } = completed(result, before);
  expect(candidates.map(({ id }) => id)).toEqual(["P3/0.8", "P5/0.6", "P4/0.3", "P5/0.1"]);
  expect(channelWeights.map(([key, { excitation }]) => [key, excitation[0]])).toEqual([
    ["P3", 0.5],
    ["P4", 0.5],
    ["P5", 0],
  ]);
  expect(heads).toBeUndefined();
});

test("a run that tells all is taken as it is", () => {
  const { handle, letterbox, edits, candidates, channelWeights, milliseconds } = result;
  const whole = { handle, letterbox, edits, candidates, channelWeights, milliseconds };
  expect(completed(whole, before)).toBe(whole);
});
