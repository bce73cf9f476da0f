import { expect, test } from "vitest";
import { beforeReload, readyToReload } from "./before-reload.ts";

test("every hook is awaited, one that was taken back is not called", async () => {
  const saved: string[] = [];
  const stop = [
    beforeReload(() => {
      saved.push("now");
    }),
    beforeReload(() => Promise.resolve().then(() => void saved.push("later"))),
  ];
  beforeReload(() => {
    saved.push("never");
  })();
  await readyToReload();
  expect(saved).toEqual(["now", "later"]);
  for (const one of stop) one();
});

test("what can't be saved rejects, also where the hook throws", async () => {
  const stop = beforeReload(() => {
    throw new Error("full");
  });
  await expect(readyToReload()).rejects.toThrow("full");
  stop();
  await expect(readyToReload()).resolves.toBeUndefined();
});
