import { expect, test } from "vitest";
import { testTrace } from "../../explain/testing/trace.ts";
import type { SEEdits, Trace } from "../../trace/index.ts";
import { type Answer, Live, type MixerRerun } from "./live.ts";

const base = testTrace();
const edit = (weight: number): SEEdits => ({ P5: { weights: Float32Array.of(weight) } });

/** A network that answers when it is told to, and counts what is freed. */
function network() {
  const asked: {
    edits: SEEdits;
    answer: (trace: Trace) => void;
    fail: (error: unknown) => void;
  }[] = [];
  const freed: SEEdits[] = [];
  const rerun: MixerRerun = (_, edits) => ({
    next: () =>
      new Promise((resolve, reject) => {
        const answer = (value: Trace): void => {
          resolve({ done: false, value });
        };
        asked.push({ edits, answer, fail: reject });
      }),
    return: () => {
      freed.push(edits);
      return Promise.resolve({ done: true, value: undefined });
    },
  });
  return { asked, freed, rerun };
}
const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

function start() {
  const told: (Answer | undefined)[] = [];
  const live = new Live((answer) => told.push(answer));
  const { asked, freed, rerun } = network();
  const want = (edits: SEEdits | undefined, trace = base): void => {
    live.want(edits && { trace, edits, rerun });
  };
  return { told, live, asked, freed, want };
}

test("one is in flight, the newest wins, and each is freed when the next is there", async () => {
  const { told, asked, freed, want } = start();
  const all = [0.1, 0.2, 0.3, 0.4].map(edit);
  for (const edits of all) want(edits);
  expect(asked.map(({ edits }) => edits)).toEqual([all[0]]);
  const first = testTrace();
  asked[0]?.answer(first);
  await later();
  expect(told.map((answer) => answer?.trace)).toEqual([first]);
  expect(asked.map(({ edits }) => edits)).toEqual([all[0], all[3]]);
  expect(freed).toEqual([]);
  asked[1]?.answer(testTrace());
  await later();
  expect(asked).toHaveLength(2);
  expect(freed).toEqual([all[0]]);
});

test("what nobody waits for any more is freed and not told", async () => {
  const { told, asked, freed, want } = start();
  want(edit(0.1));
  want(undefined);
  expect(told).toEqual([undefined]);
  asked[0]?.answer(testTrace());
  await later();
  expect(told).toEqual([undefined]);
  expect(freed).toEqual([edit(0.1)]);
  want(edit(0.2));
  want(edit(0.3), testTrace());
  asked[1]?.answer(testTrace());
  await later();
  expect(told).toEqual([undefined]);
  expect(asked).toHaveLength(3);
});

test("a failure is told, what was there is freed, and the next wish is run", async () => {
  const { told, asked, freed, want } = start();
  want(edit(0.1));
  asked[0]?.answer(testTrace());
  await later();
  want(edit(0.2));
  asked[1]?.fail(new Error("no memory"));
  await later();
  expect(told[1]?.problem?.message).toContain("no memory");
  expect(freed).toContainEqual(edit(0.1));
  want(edit(0.3));
  asked[2]?.answer(testTrace());
  await later();
  expect(told[2]?.trace).toBeDefined();
});

test("a rerun that throws at once is a failure too", async () => {
  const told: (Answer | undefined)[] = [];
  const live = new Live((answer) => told.push(answer));
  const rerun: MixerRerun = () => {
    throw new Error("a trace is needed");
  };
  live.want({ trace: base, edits: edit(0.1), rerun });
  await later();
  expect(told[0]?.problem?.message).toContain("a trace is needed");
});

test("at its end it frees what it has and what is still on its way", async () => {
  const { told, live, asked, freed, want } = start();
  want(edit(0.1));
  asked[0]?.answer(testTrace());
  await later();
  want(edit(0.2));
  live.end();
  expect(freed).toEqual([edit(0.1)]);
  asked[1]?.answer(testTrace());
  await later();
  expect(freed).toEqual([edit(0.1), edit(0.2)]);
  expect(told).toHaveLength(1);
});
