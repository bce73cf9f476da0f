import { expect, test } from "vitest";
import { type TraceEvent, scriptPerFrame } from "./frame-times.ts";

const page = { pid: 1, tid: 7 };
const run = (
  name: string,
  ts: number,
  dur: number,
  more: Partial<TraceEvent> = {},
): TraceEvent => ({
  ...{ name, ph: "X", ts: ts * 1000, dur: dur * 1000 },
  ...page,
  ...more,
});
const commit = (ts: number, more: Partial<TraceEvent> = {}): TraceEvent => ({
  ...run("BeginCommitCompositorFrame", ts, 0),
  ph: "I",
  ...more,
});

test("adds up the script before each commit, nested script once, frames without any left out", () => {
  const events = [
    commit(10),
    run("EventDispatch", 2, 4),
    run("FunctionCall", 3, 1),
    run("FireAnimationFrame", 7, 2),
    commit(20),
    commit(30),
    run("Layout", 22, 5),
    run("RunMicrotasks", 31, 20),
    commit(60),
    run("TimerFire", 61, 3),
  ];
  expect(scriptPerFrame(events)).toEqual([6, 20, 3]);
  expect(scriptPerFrame(events.toReversed())).toEqual([6, 20, 3]);
});

test("counts processor time where it is told, and only the thread that makes the frames", () => {
  const other = { pid: 1, tid: 8 };
  const events = [
    commit(10),
    commit(20),
    commit(15, other),
    run("FunctionCall", 1, 8, { tdur: 3000 }),
    run("FunctionCall", 2, 50, other),
    run("FunctionCall", 3, 50, { pid: 2 }),
  ];
  expect(scriptPerFrame(events)).toEqual([3]);
});

test("gives nothing for a trace without frames", () => {
  expect(scriptPerFrame([run("FunctionCall", 1, 8)])).toEqual([]);
});
