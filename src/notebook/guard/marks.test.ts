import { expect, test } from "vitest";
import { type MarkStorage, RunMarks } from "./marks.ts";

class Memory implements MarkStorage {
  readonly items = new Map<string, string>();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.items.set(key, value);
  removeItem = (key: string): void => void this.items.delete(key);
}

/** Pages of a browser that share its storage; `turn` gives a page its turn. */
function browser(): {
  open(session?: Memory): { marks: RunMarks; session: Memory; turn(): void };
  clock: { now: number };
  local: Memory;
} {
  const local = new Memory();
  const clock = { now: 1_000_000 };
  return {
    ...{ clock, local },
    open(session = new Memory()) {
      const after: (() => void)[] = [];
      const marks = new RunMarks({
        ...{ session, local, now: () => clock.now },
        afterTurn: (callback) => after.push(callback),
      });
      const turn = (): void => {
        for (const callback of after.splice(0)) callback();
      };
      return { marks, session, turn };
    },
  };
}

const cell = (id: number): { notebook: string; id: number } => ({ notebook: "mine", id });

test("a page that is killed while a cell runs comes back with that cell switched off", () => {
  const { open } = browser();
  const first = open();
  first.marks.during(cell(2), () => undefined);
  first.marks.during(cell(5), () => undefined);
  const second = open(first.session);
  expect([...second.marks.switchedOff("mine")]).toEqual([5]);
  expect([...second.marks.switchedOff("other")]).toEqual([]);
  second.marks.switch("mine", { id: 5, off: false });
  expect([...open(first.session).marks.switchedOff("mine")]).toEqual([]);
});

test("a cell that the page died of is told from one that was stopped, until it runs again", () => {
  const { open } = browser();
  const first = open();
  first.marks.switch("mine", { id: 2, off: true });
  first.marks.during(cell(5), () => undefined);
  const second = open(first.session);
  expect([...second.marks.switchedOff("mine")]).toEqual([2, 5]);
  expect([...second.marks.died("mine")]).toEqual([5]);
  const third = open(first.session);
  expect([...third.marks.switchedOff("mine")]).toEqual([2, 5]);
  expect([...third.marks.died("mine")]).toEqual([5]);
  third.marks.switch("mine", { id: 5, off: false });
  third.marks.switch("mine", { id: 5, off: true });
  expect([...open(first.session).marks.died("mine")]).toEqual([]);
});

test("a page that had its turn, or is left while it is well, leaves no mark", () => {
  const { open } = browser();
  const page = open();
  expect(page.marks.during(cell(2), () => "made")).toBe("made");
  page.turn();
  expect([...open(page.session).marks.switchedOff("mine")]).toEqual([]);
  page.marks.during(cell(3), () => undefined);
  page.marks.leave();
  expect([...open(page.session).marks.switchedOff("mine")]).toEqual([]);
});

test("a turn of an earlier cell does not take a later cell's mark away", () => {
  const { open } = browser();
  const page = open();
  page.marks.during(cell(2), () => undefined);
  page.turn();
  page.marks.during(cell(3), () => undefined);
  expect([...open(page.session).marks.switchedOff("mine")]).toEqual([3]);
});

test("a mark of another tab counts once it is old: the tab was closed, or hangs", () => {
  const { open, clock } = browser();
  open().marks.during(cell(2), () => undefined);
  expect([...open().marks.switchedOff("mine")]).toEqual([]);
  clock.now += 6000;
  expect([...open().marks.switchedOff("mine")]).toEqual([2]);
});

test("what was switched off is remembered", () => {
  const { open } = browser();
  open().marks.switch("mine", { id: 7, off: true });
  expect([...open().marks.switchedOff("mine")]).toEqual([7]);
});

test("without storage, or with nonsense in it, everything runs", () => {
  const denied: MarkStorage = {
    getItem: () => {
      throw new Error("denied");
    },
    setItem: () => {
      throw new Error("full");
    },
    removeItem: () => undefined,
  };
  for (const local of [undefined, denied]) {
    const marks = new RunMarks({
      session: denied,
      local,
      now: () => 0,
      afterTurn: () => undefined,
    });
    expect(marks.during(cell(1), () => 4)).toBe(4);
    expect(marks.switchedOff("mine").size).toBe(0);
  }
  const { open, local } = browser();
  local.setItem("se-lens:running:mine", "{");
  local.setItem("se-lens:off:mine", '{"a":1}');
  expect(open().marks.switchedOff("mine").size).toBe(0);
});

test("a function that throws throws through, and keeps its mark until the page's turn", () => {
  const { open } = browser();
  const page = open();
  expect(() =>
    page.marks.during(cell(2), () => {
      throw new Error("no");
    }),
  ).toThrow("no");
  page.turn();
  expect([...open(page.session).marks.switchedOff("mine")]).toEqual([]);
});
