import { expect, test } from "vitest";
import { makeLifeline } from "./lifeline.ts";

const never = new Promise<never>(() => undefined);

test("gives what the work gives", async () => {
  const life = makeLifeline(() => undefined);
  await expect(life.alive(Promise.resolve(7))).resolves.toBe(7);
  await expect(life.alive(Promise.reject(new Error("own")))).rejects.toThrow("own");
  expect(life.ended).toBe(false);
});

test("what waits, and what will wait, rejects with the first ending", async () => {
  let ends = 0;
  const life = makeLifeline(() => ends++);
  const waiting = [life.alive(never), life.alive(never)];
  life.end(new Error("first"));
  life.end(new Error("second"));
  for (const one of waiting) await expect(one).rejects.toThrow("first");
  await expect(life.alive(Promise.resolve(1))).rejects.toThrow("first");
  await expect(life.alive(Promise.reject(new Error("own")))).rejects.toThrow("first");
  expect([life.ended, ends]).toEqual([true, 1]);
});

test("work that settled is not touched by the ending", async () => {
  const life = makeLifeline(() => undefined);
  const done = life.alive(Promise.resolve("done"));
  await done;
  life.end(new Error("late"));
  await expect(done).resolves.toBe("done");
});
