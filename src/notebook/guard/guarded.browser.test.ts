import { expect, test } from "vitest";
import { ReadableError } from "../../trace/index.ts";
import { guardedWith } from "./guarded.ts";
import { LoopGuard, StoppedError } from "./loop-guard.ts";
import { type MarkStorage, RunMarks } from "./marks.ts";

function storage(): MarkStorage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

function make(session = storage()): ReturnType<typeof guardedWith> {
  const guard = new LoopGuard({
    now: () => performance.now() * 100,
    confirm: () => true,
    nameOf: () => "Your text",
  });
  const marks = new RunMarks({
    ...{
      session,
      local: undefined,
      now: () => 0,
      afterTurn: (callback) => void setTimeout(callback),
    },
  });
  return guardedWith(guard, marks);
}

test("a text becomes a function of its names", () => {
  const guarded = make();
  expect(guarded("a", "b", "// both\nreturn a + b; // end")(1, 2)).toBe(3);
  expect(guarded("return 4")()).toBe(4);
  expect(guarded("l", "const [a, ...r] = l; return r.map((x) => x + a)")([1, 2])).toEqual([3]);
});

test.each(["return ]", "} ; globalThis.escaped = 1; {", "});(() => {"])(
  "%j is a mistake and no way out",
  (text) => {
    expect(() => make()(text)).toThrow(SyntaxError);
    expect(Reflect.get(globalThis, "escaped")).toBeUndefined();
  },
);

test("an endless loop throws once the person stops it, and the changed text runs", () => {
  const guarded = make();
  expect(guarded("for (;;);")).toThrow(StoppedError);
  expect(guarded("for (;;);")).toThrow("Your text kept the page busy and was stopped");
  expect(guarded("return 1")()).toBe(1);
});

test("a text that the page did not survive is not run again", () => {
  const session = storage();
  let ran = 0;
  const text = "run(); return 1;";
  make(session)("run", text)(() => ran++);
  // The page dies before it has its turn.
  expect(() => make(session)("run", text)).toThrow(ReadableError);
  expect(ran).toBe(1);
  expect(make(session)("run", `${text} // changed`)(() => ran++)).toBe(1);
});
