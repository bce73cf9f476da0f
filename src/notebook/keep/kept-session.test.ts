/** A notebook that is open is saved as it is changed, never over another tab's, and says when it can't be. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BrowserKeep } from "./browser-keep.ts";
import type { Conflict, SaveState } from "./types.ts";
import { type FailingStore, failingStore, simpleDocuments, textOf } from "./testing/texts.ts";

let store: FailingStore;
let keep: BrowserKeep;
const open: BrowserKeep[] = [];
let line = 0;

beforeEach(() => {
  store = failingStore();
  line++;
  keep = anotherTab();
});
afterEach(() => {
  vi.useRealTimers();
  for (const one of open.splice(0)) one.close();
});

function anotherTab(): BrowserKeep {
  const tab = new BrowserKeep({ store, documents: simpleDocuments, line: `test-${String(line)}` });
  open.push(tab);
  return tab;
}

test("a change is saved 400 ms after the last, and watchers see it", async () => {
  vi.useFakeTimers();
  const { id } = await keep.create({ text: textOf("First"), origin: "new" });
  const session = await keep.session(id);
  const seen: SaveState["kind"][] = [];
  session.watch(() => seen.push(session.saving.kind));
  session.change(textOf("Second"));
  await vi.advanceTimersByTimeAsync(300);
  session.change(textOf("Third"));
  await vi.advanceTimersByTimeAsync(300);
  expect((await keep.get(id)).title).toBe("First");
  await vi.advanceTimersByTimeAsync(150);
  expect((await keep.get(id)).text).toBe(textOf("Third"));
  expect((await keep.get(id)).title).toBe("Third");
  expect(seen).toEqual(["saving", "saving", "saved"]);
});

test("what changes while it is being written is written as well", async () => {
  const { id } = await keep.create({ text: textOf("First"), origin: "new" });
  const session = await keep.session(id);
  session.change(textOf("Second"));
  const { update } = store;
  store.update = async (...parts) => {
    store.update = update;
    session.change(textOf("Third"));
    await update(...parts);
  };
  await session.flush();
  expect(session.saving.kind).toBe("saving");
  await session.flush();
  expect((await keep.get(id)).title).toBe("Third");
  expect(session.saving.kind).toBe("saved");
});

test("a shipped notebook is kept when its text changes, not when an input is set", async () => {
  const session = keep.draft({ text: textOf("Shipped"), origin: "copy", base: "shipped" });
  session.setStates({ "2.layer": "P4" });
  await session.flush();
  expect(session.saving.kind).toBe("nothing to save");
  expect((await keep.list()).notebooks).toEqual([]);
  session.change(textOf("Mine"));
  expect(session.kept).toBe(true);
  await session.flush();
  expect(await keep.copyOf("shipped")).toMatchObject({
    ...{ id: session.id, title: "Mine", states: { "2.layer": "P4" }, trusted: true, revision: 1 },
  });
});

test("a notebook from a link is kept when it is trusted, and known by its text", async () => {
  const text = textOf("Link");
  const session = keep.draft({ text, origin: "link" });
  expect(session.notebook.trusted).toBe(false);
  await session.setTrusted(true);
  await session.flush();
  expect((await keep.get(session.id)).trusted).toBe(true);
  expect(await keep.isTrusted(text)).toBe(true);
  await session.setTrusted(false);
  await session.flush();
  expect((await keep.get(session.id)).trusted).toBe(false);
  expect(await keep.isTrusted(text)).toBe(false);
});

test("photographs that inputs name are kept as used", async () => {
  const photo = `photo-${"ab".repeat(32)}`;
  const { id } = await keep.create({ text: textOf("First"), origin: "new" });
  const session = await keep.session(id);
  session.setStates({ "1.photo": photo, "2.other": "wall" });
  await session.flush();
  expect((await keep.get(id)).photos).toEqual([photo]);
});

test("a full storage says so, loses nothing, and is tried again", async () => {
  const { id } = await keep.create({ text: textOf("First"), origin: "new" });
  const session = await keep.session(id);
  store.refusal = new DOMException("full", "QuotaExceededError");
  session.change(textOf("Second"));
  await session.flush();
  const { saving } = session;
  expect(saving.kind === "not saved" && saving.problem.message).toMatch(
    /storage is full.*Download/s,
  );
  expect(session.text).toBe(textOf("Second"));
  expect(keep.unsaved).toBe(true);
  store.refusal = undefined;
  session.setOff([3]);
  await session.flush();
  expect(session.saving.kind).toBe("saved");
  expect(await keep.get(id)).toMatchObject({ title: "Second", off: [3] });
});

test("where nothing outlives the page, no state says saved", async () => {
  const { id } = await keep.create({ text: textOf("First"), origin: "new" });
  const session = await keep.session(id);
  const { refused } = await import("./refused.ts");
  keep.lost(refused(new Error("gone"), "It"));
  expect(session.saving.kind).toBe("not saved");
  session.change(textOf("Second"));
  await session.flush();
  expect(session.saving.kind).toBe("not saved");
});

async function conflictOf(session: { conflict: Conflict | undefined }): Promise<Conflict> {
  await vi.waitFor(() => {
    expect(session.conflict).toBeDefined();
  });
  const { conflict } = session;
  if (!conflict) throw new Error("no conflict");
  return conflict;
}

test("a tab that is behind is told and does not overwrite", async () => {
  const { id } = await keep.create({ text: textOf("First"), origin: "new" });
  const other = anotherTab();
  const here = await keep.session(id);
  const there = await other.session(id);
  there.change(textOf("Theirs"));
  await there.flush();
  expect(await conflictOf(here)).toMatchObject({ kind: "changed", theirs: { title: "Theirs" } });
  here.change(textOf("Mine"));
  await here.flush();
  expect((await keep.get(id)).title).toBe("Theirs");
  expect(here.saving.kind).toBe("not saved");
  await here.useTheirs();
  expect(here.text).toBe(textOf("Theirs"));
  expect(here.generation).toBe(1);
  const titles = (await keep.list()).notebooks.map(({ title }) => title);
  expect(titles.sort()).toEqual(["Mine (from another tab)", "Theirs"]);
});

test("writing over the other tab's is possible, and tells that one", async () => {
  const { id } = await keep.create({ text: textOf("First"), origin: "new" });
  const here = await keep.session(id);
  const there = await anotherTab().session(id);
  there.change(textOf("Theirs"));
  await there.flush();
  here.change(textOf("Mine"));
  await conflictOf(here);
  await here.keepMine();
  expect((await keep.get(id)).title).toBe("Mine");
  expect(here.saving.kind).toBe("saved");
  expect(await conflictOf(there)).toMatchObject({ kind: "changed", theirs: { title: "Mine" } });
});

test("inputs set in two tabs are no conflict", async () => {
  const { id } = await keep.create({ text: textOf("First"), origin: "new" });
  const here = await keep.session(id);
  const there = await anotherTab().session(id);
  there.setStates({ a: 1 });
  await there.flush();
  here.setStates({ a: 2 });
  await here.flush();
  expect(here.conflict ?? there.conflict).toBeUndefined();
  expect((await keep.get(id)).states).toEqual({ a: 2 });
});

test("deleted in another tab: this one says so, and can keep its text", async () => {
  const { id } = await keep.create({ text: textOf("First"), origin: "new" });
  const here = await keep.session(id);
  await anotherTab().remove(id);
  expect(await conflictOf(here)).toEqual({ kind: "deleted" });
  here.change(textOf("Mine"));
  await here.flush();
  await expect(keep.get(id)).rejects.toThrow("no such notebook");
  await here.keepMine();
  expect((await keep.get(id)).title).toBe("Mine");
  expect(here.saving.kind).toBe("saved");
});

test("what is being written counts as unsaved until it is written", async () => {
  const { id } = await keep.create({ text: textOf("Strange"), origin: "file" });
  const session = await keep.session(id);
  const writing = session.setTrusted(true);
  await Promise.resolve();
  await Promise.resolve();
  expect(session.unsaved).toBe(true);
  await writing;
  expect(session.unsaved).toBe(false);
});
