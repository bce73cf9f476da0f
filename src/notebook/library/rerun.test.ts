import { describe, expect, test } from "vitest";
import { testTrace } from "../../explain/testing/trace.ts";
import { ReadableError } from "../../trace/index.ts";
import { type CellEdit, plainEdits } from "./rerun.ts";

const trace = testTrace();
const { excitation } = trace.channelWeights("P4");

describe("what a cell may write for a layer", () => {
  test("a number for all channels", () => {
    expect(plainEdits(trace, { P5: 0.25 })).toEqual({ P5: { weights: Float32Array.of(0.25) } });
  });

  test("a list of any kind", () => {
    const wanted = { P5: { weights: Float32Array.of(1, 2) } };
    for (const list of [[1, 2], Float32Array.of(1, 2), new Float64Array([1, 2]), new Set([1, 2])])
      expect(plainEdits(trace, { P5: list })).toEqual(wanted);
  });

  test("a function of the trace's own weights, which it can't change", () => {
    const before = excitation.slice();
    const edits = plainEdits(trace, {
      P4: (s) => s.fill(0, 0, 2),
      P5: (s) => Array.from(s, () => 1),
      P3: () => 0.5,
    });
    expect(edits.P4?.weights?.subarray(0, 2)).toEqual(Float32Array.of(0, 0));
    expect(edits.P4?.weights?.subarray(2)).toEqual(excitation.subarray(2));
    expect(edits.P5?.weights).toEqual(new Float32Array(256).fill(1));
    expect(edits.P3?.weights).toEqual(Float32Array.of(0.5));
    expect(excitation).toEqual(before);
  });

  test("an edit as the engine takes it, its weights in any form", () => {
    expect(plainEdits(trace, { P3: { gate: "tanh" }, P4: {} })).toEqual({
      P3: { gate: "tanh" },
      P4: {},
    });
    expect(plainEdits(trace, { P3: { squeeze: "max", weights: 0.5 } })).toEqual({
      P3: { squeeze: "max", weights: Float32Array.of(0.5) },
    });
  });
});

test("refuses anything else, and a layer without channel weights", () => {
  const wrong = (edit: unknown) => () => plainEdits(trace, { P5: edit as CellEdit });
  for (const [edit, found] of [
    ["0.5", "found 0.5"],
    [null, "found null"],
    [undefined, "found undefined"],
    [() => undefined, "found a function that returns undefined"],
    [() => ({ gate: "relu" }), "found a function that returns"],
  ] as const) {
    expect(wrong(edit)).toThrow(ReadableError);
    expect(wrong(edit)).toThrow("The edit of P5: expected a number");
    expect(wrong(edit)).toThrow(found);
  }
  expect(() => plainEdits(trace, { "9": (s) => s })).toThrow("Layer 9 has no channel weights");
});
