/** Kept networks outlive the page, come back after a removal, and a version before gets its table. */

import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keptNetworks } from "./networks.ts";
import { openStore } from "./open-store.ts";
import { type Store, memoryStore } from "./store.ts";
import type { KeptNetwork } from "./types.ts";

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const network: KeptNetwork = {
  ...{ id: "network-1", name: "best", classes: 3, seLayers: 3, created: 5 },
  files: [{ name: "best.pt", blob: new Blob(["parameters"]) }],
};

test("a network is kept, renamed, removed and put back", async () => {
  const changed = vi.fn();
  const networks = keptNetworks(memoryStore(), changed);
  await networks.put(network);
  await networks.put({ ...network, id: "network-2", created: 6 });
  expect((await networks.list()).map(({ id }) => id)).toEqual(["network-2", "network-1"]);
  await networks.rename("network-1", "cats");
  const renamed = await networks.get("network-1");
  expect(renamed).toMatchObject({ name: "cats", classes: 3 });
  expect(await renamed?.files[0]?.blob.text()).toBe("parameters");
  await networks.remove("network-1");
  expect(await networks.get("network-1")).toBeUndefined();
  await networks.rename("network-1", "dogs");
  expect(await networks.get("network-1")).toBeUndefined();
  if (renamed) await networks.put(renamed);
  expect((await networks.get("network-1"))?.name).toBe("cats");
  expect(changed).toHaveBeenCalledTimes(6);
});

test("full storage and damaged records are told or left out", async () => {
  const full: Store = {
    ...memoryStore(),
    update: () => Promise.reject(new DOMException("no room", "QuotaExceededError")),
    readAll: () => Promise.resolve([{ id: "network-1" }, { ...network, files: [{}] }, network]),
  };
  const networks = keptNetworks(full, () => undefined);
  await expect(networks.put(network)).rejects.toThrow(/The network best was not saved.*full/);
  expect(await networks.list()).toHaveLength(1);
});

test("a database of the version before keeps what it has and takes networks", async () => {
  const before = await openStore({ name: "old", version: 1 });
  await before.update("trusted", "a", () => ({ id: "a" }));
  before.close();
  const store = await openStore({ name: "old" });
  expect(await store.read("trusted", "a")).toEqual({ id: "a" });
  const networks = keptNetworks(store, () => undefined);
  expect(await networks.list()).toEqual([]);
  await networks.put({ ...network, name: "new" });
  expect(await store.readAll("networks")).toHaveLength(1);
  store.close();
});
