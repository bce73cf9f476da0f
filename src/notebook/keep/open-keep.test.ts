/** What is kept in IndexedDB is there after opening it again; where it is denied, the app works in memory. */

import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { openDB } from "idb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { BrowserKeep } from "./browser-keep.ts";
import { openKeep } from "./open-keep.ts";
import { unusedFor } from "./photos.ts";
import { simpleDocuments, textOf } from "./testing/texts.ts";

const open: BrowserKeep[] = [];
let storage: Storage;

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  storage = storageInMemory();
});
afterEach(() => {
  for (const one of open.splice(0)) one.close();
  vi.unstubAllGlobals();
});

async function reopen(): Promise<BrowserKeep> {
  for (const one of open.splice(0)) one.close();
  const keep = await openKeep({ documents: simpleDocuments, storage });
  open.push(keep);
  return keep;
}

function storageInMemory(): Storage {
  const map = new Map<string, string>();
  return {
    get length() {
      return map.size;
    },
    key: (i) => [...map.keys()][i] ?? null,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    clear: () => {
      map.clear();
    },
  };
}

async function raw(): Promise<Awaited<ReturnType<typeof openDB>>> {
  return await openDB("se-lens");
}

test("notebooks outlive the page, the last changed first", async () => {
  const keep = await reopen();
  expect(keep.problem).toBeUndefined();
  const first = await keep.create({ text: textOf("First"), origin: "new" });
  await new Promise((done) => setTimeout(done, 2));
  await keep.create({ text: textOf("Second"), origin: "file", file: "second.html" });
  const { notebooks } = await (await reopen()).list();
  expect(notebooks.map(({ title, origin, trusted }) => [title, origin, trusted])).toEqual([
    ["Second", "file", false],
    ["First", "new", true],
  ]);
  expect(notebooks[1]).toEqual(first);
});

test("rename changes the text too, duplicate copies, remove can be taken back", async () => {
  const keep = await reopen();
  const { id } = await keep.create({ text: textOf("First"), origin: "copy", base: "shipped" });
  expect((await keep.rename(id, "Better")).text).toContain("<title>Better</title>");
  const copy = await keep.duplicate(id);
  expect(copy).toMatchObject({ title: "Better (copy)", base: undefined });
  expect(copy.text).toContain("<title>Better (copy)</title>");
  await keep.remove(id);
  expect((await keep.list()).notebooks.map(({ title }) => title)).toEqual(["Better (copy)"]);
  await expect(keep.get(id)).rejects.toThrow("no such notebook");
  await keep.restore(id);
  expect((await keep.get(id)).title).toBe("Better");
});

test("what was deleted more than a day ago is purged when the app is opened", async () => {
  const keep = await reopen();
  const { id } = await keep.create({ text: textOf("First"), origin: "new" });
  await keep.remove(id);
  await (await reopen()).restore(id);
  await (await reopen()).remove(id);
  vi.spyOn(Date, "now").mockReturnValue(Date.now() + 25 * 3600 * 1000);
  await reopen();
  vi.restoreAllMocks();
  expect(await (await raw()).get("notebooks", id)).toBeUndefined();
});

test("a damaged record is listed as such with its text, and the others live", async () => {
  const keep = await reopen();
  const { id } = await keep.create({ text: textOf("First"), origin: "new" });
  const database = await raw();
  await database.put("notebooks", { id: "bad", text: "half a", created: "yesterday" });
  await database.put("notebooks", { id: "worse", text: 5 });
  database.close();
  const { notebooks, damaged } = await keep.list();
  expect(notebooks.map((one) => one.id)).toEqual([id]);
  expect(damaged.map((one) => [one.id, one.raw.slice(0, 6)])).toEqual([
    ["bad", "half a"],
    ["worse", '{\n  "i'],
  ]);
  await expect(keep.get("bad")).rejects.toThrow("can't be read");
  await keep.purge("bad");
  expect((await keep.list()).damaged).toHaveLength(1);
});

test("a photograph is kept once, by its bytes, and goes 30 days after its last use", async () => {
  const keep = await reopen();
  const blob = new Blob(["bytes"], { type: "image/jpeg" });
  const used = await keep.photos.add({ blob, name: "a.jpg", thumbnail: "data:," });
  await keep.photos.add({ blob, name: "b.jpg", thumbnail: "data:," });
  expect(used.id).toMatch(/^photo-[0-9a-f]{64}$/);
  expect((await keep.photos.list()).map(({ name }) => name)).toEqual(["b.jpg"]);
  const other = await keep.photos.add({ blob: new Blob(["x"]), name: "c", thumbnail: "data:," });
  await keep.create({ text: textOf("First"), origin: "new", states: {} });
  const session = await keep.session((await keep.list()).notebooks[0]?.id ?? "");
  session.setStates({ "1.photo": used.id });
  await session.flush();
  vi.spyOn(Date, "now").mockReturnValue(Date.now() + unusedFor + 1000);
  const later = await reopen();
  vi.restoreAllMocks();
  expect((await later.photos.list()).map(({ id }) => id)).toEqual([used.id]);
  await later.photos.put(other);
  await later.photos.remove(used.id);
  expect((await later.photos.list()).map(({ id }) => id)).toEqual([other.id]);
  expect(await later.photos.nameOf(used.id)).toBe("b.jpg");
});

test("what was put aside as the page closed is written when it is opened", async () => {
  const keep = await reopen();
  const notebook = await keep.create({ text: textOf("First"), origin: "new" });
  const aside = { ...notebook, text: textOf("Typed last"), title: "Typed last" };
  storage.setItem(`se-lens.unsaved.${notebook.id}`, JSON.stringify(aside));
  const later = await reopen();
  expect((await later.get(notebook.id)).text).toBe(textOf("Typed last"));
  expect(storage.length).toBe(0);
  // Another tab wrote since: both are kept.
  storage.setItem(`se-lens.unsaved.${notebook.id}`, JSON.stringify(aside));
  await later.rename(notebook.id, "From elsewhere");
  const titles = (await (await reopen()).list()).notebooks.map(({ title }) => title);
  expect(titles.sort()).toEqual(["From elsewhere", "Typed last (from another tab)"]);
});

test.each([
  ["no IndexedDB at all", undefined],
  [
    "one that throws",
    {
      open: () => {
        throw new DOMException("The operation is insecure.", "SecurityError");
      },
    },
  ],
])("with %s, the app keeps in memory and says so", async (_name, indexedDB) => {
  vi.stubGlobal("indexedDB", indexedDB);
  const keep = await reopen();
  expect(keep.problem?.message).toMatch(/last until this page is closed.*Download/s);
  const { id } = await keep.create({ text: textOf("First"), origin: "new" });
  const session = await keep.session(id);
  expect(session.saving.kind).toBe("not saved");
  session.change(textOf("Second"));
  await session.flush();
  expect((await keep.get(id)).title).toBe("Second");
  expect(keep.unsaved).toBe(true);
});

test("a database of a newer version is left alone", async () => {
  (await openDB("se-lens", 99)).close();
  expect((await reopen()).problem?.message).toMatch(/newer version of SE Lens/);
});

test("an upgrade that another tab blocks is named", async () => {
  // A tab that does not let go when it hears of a newer version.
  const old = await new Promise<IDBDatabase>((done) => {
    const request = indexedDB.open("blocked", 1);
    request.onsuccess = () => {
      done(request.result);
    };
  });
  const { openStore } = await import("./open-store.ts");
  await expect(openStore({ name: "blocked", version: 2 })).rejects.toThrow(/another tab/);
  old.close();
});
