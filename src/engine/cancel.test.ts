import { expect, test } from "vitest";
import { makeTurn, orAborted } from "./cancel.ts";

const reason = new DOMException("enough", "AbortError");

/** Returns a promise and what settles it. */
function later<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

test("gives what the work gives", async () => {
  const { signal } = new AbortController();
  await expect(orAborted(Promise.resolve(7), signal)).resolves.toBe(7);
  await expect(orAborted(Promise.reject(new Error("own")), signal)).rejects.toThrow("own");
});

test("rejects at once and hands over the value that comes later", async () => {
  const stop = new AbortController();
  const work = later<number>();
  const late: number[] = [];
  const waiting = orAborted(work.promise, stop.signal, (value) => late.push(value));
  stop.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  expect(late).toEqual([]);
  work.resolve(7);
  await work.promise;
  expect(late).toEqual([7]);
});

test("rejects where the signal aborted before, and swallows a late failure", async () => {
  const work = later<number>();
  await expect(orAborted(work.promise, AbortSignal.abort(reason))).rejects.toBe(reason);
  work.reject(new Error("late"));
  await expect(work.promise).rejects.toThrow("late");
});

test("a turn follows the caller's signal until it ends", () => {
  const caller = new AbortController();
  const [follows, ended] = [makeTurn(caller.signal), makeTurn(caller.signal)];
  ended.end();
  caller.abort(reason);
  expect(follows.signal.reason).toBe(reason);
  expect(ended.signal.aborted).toBe(false);
  expect(makeTurn(caller.signal).signal.reason).toBe(reason);
});

test("a turn is cancelled without its caller", () => {
  const caller = new AbortController();
  const turn = makeTurn(caller.signal);
  turn.cancel(reason);
  expect([turn.signal.reason, caller.signal.aborted]).toEqual([reason, false]);
  expect(makeTurn().signal.aborted).toBe(false);
});
