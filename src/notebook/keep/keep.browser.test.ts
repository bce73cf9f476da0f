/** Keeping in a real browser: IndexedDB, localStorage as the page goes, and two tabs' databases. */

import { afterEach, expect, test, vi } from "vitest";
import type { BrowserKeep } from "./browser-keep.ts";
import { documents } from "./documents.ts";
import { openKeep } from "./open-keep.ts";
import { openStore } from "./open-store.ts";
import { textOf } from "./testing/texts.ts";

const open: BrowserKeep[] = [];
let name = "";
let count = 0;

afterEach(async () => {
  for (const one of open.splice(0)) one.close();
  await new Promise((done) => {
    indexedDB.deleteDatabase(name).onsuccess = done;
  });
});

async function tab(fresh = false): Promise<BrowserKeep> {
  if (fresh) name = `test-${String(Date.now())}-${String(++count)}`;
  const keep = await openKeep({ name });
  open.push(keep);
  return keep;
}

test("a notebook with its title, summary and thumbnail is there after opening again", async () => {
  const keep = await tab(true);
  const text = textOf("Cats", "About *cats* and [dogs](#).");
  const { id } = await keep.create({ text, origin: "new" });
  await keep.setThumbnail(id, new Blob(["picture"], { type: "image/jpeg" }));
  const [kept] = (await (await tab()).list()).notebooks;
  expect(kept).toMatchObject({ id, text, title: "Cats", summary: "About cats and dogs." });
  expect(await kept?.thumbnail?.text()).toBe("picture");
  const renamed = await keep.rename(id, "Dogs & <cats>");
  expect(documents().describe(renamed.text).title).toBe("Dogs & <cats>");
});

test("what is typed in the last moment lies in localStorage until it is written", async () => {
  const keep = await tab(true);
  const session = await keep.session((await keep.create({ text: textOf("A"), origin: "new" })).id);
  session.change(textOf("Typed last"));
  dispatchEvent(new PageTransitionEvent("pagehide"));
  expect(localStorage.getItem(`se-lens.unsaved.${session.id}`)).toContain("Typed last");
  await session.flush();
  const next = await tab();
  expect((await next.get(session.id)).title).toBe("Typed last");
  expect((await next.list()).notebooks).toHaveLength(1);
  expect(localStorage.getItem(`se-lens.unsaved.${session.id}`)).toBeNull();
});

test("another tab hears of a change at once", async () => {
  const [here, there] = [await tab(true), await tab()];
  const { id } = await here.create({ text: textOf("A"), origin: "new" });
  const mine = await here.session(id);
  const theirs = await there.session(id);
  theirs.change(textOf("B"));
  await theirs.flush();
  await vi.waitFor(() => {
    expect(mine.conflict).toMatchObject({ kind: "changed", theirs: { title: "B" } });
  });
});

test("a newer version's tab is let through, and this one says that nothing is kept any more", async () => {
  const keep = await tab(true);
  const session = await keep.session((await keep.create({ text: textOf("A"), origin: "new" })).id);
  (await openStore({ name, version: 7 })).close();
  expect(session.saving).toMatchObject({ kind: "not saved" });
  expect(keep.problem?.message).toMatch(/newer version.*Download/s);
  session.change(textOf("B"));
  await session.flush();
  expect(session.saving.kind).toBe("not saved");
  expect(session.text).toBe(textOf("B"));
});
