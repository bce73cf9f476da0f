import { expect, test, vi } from "vitest";
import { beforeReload } from "./before-reload.ts";
import { Updates } from "./updates.svelte.ts";

function made(): { updates: Updates; takeOver: () => void; reload: () => void } {
  const tools = { takeOver: vi.fn(), reload: vi.fn() };
  return { updates: new Updates(tools), ...tools };
}

test("a newer version takes over when everything is saved, and is loaded then", async () => {
  const { updates, takeOver, reload } = made();
  const order: string[] = [];
  const stop = beforeReload(() => Promise.resolve().then(() => void order.push("saved")));
  updates.ready();
  expect(updates.shown).toBe("update");
  await updates.reload();
  expect(order).toEqual(["saved"]);
  expect(takeOver).toHaveBeenCalledTimes(1);
  expect(reload).not.toHaveBeenCalled();
  await updates.changed();
  expect(reload).toHaveBeenCalledTimes(1);
  expect(order).toEqual(["saved", "saved"]);
  stop();
});

test("where something can't be saved the page stays and says so, another tab's wish or not", async () => {
  const { updates, takeOver, reload } = made();
  const stop = beforeReload(() => Promise.reject(new Error("full")));
  await updates.reload();
  await updates.changed();
  expect(takeOver).not.toHaveBeenCalled();
  expect(reload).not.toHaveBeenCalled();
  expect(updates.shown).toBe("unsaved");
  updates.reloadAnyway();
  expect(reload).toHaveBeenCalledTimes(1);
  stop();
});

test("working offline is told for a while and never instead of an update", () => {
  vi.useFakeTimers();
  const { updates } = made();
  updates.offline();
  expect(updates.shown).toBe("offline");
  vi.runAllTimers();
  expect(updates.shown).toBeUndefined();
  updates.ready();
  updates.offline();
  vi.runAllTimers();
  expect(updates.shown).toBe("update");
  vi.useRealTimers();
});
