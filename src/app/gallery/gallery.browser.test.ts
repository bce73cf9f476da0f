/** What can be done with one's own notebooks in the gallery. */

import { mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pageKeep } from "../../notebook/keep/open-keep.ts";
import { textOf } from "../../notebook/keep/testing/texts.ts";
import Gallery from "./Gallery.svelte";

let gallery: Record<string, unknown>;
const target = document.createElement("div");

beforeEach(async () => {
  const keep = await pageKeep();
  for (const { id } of (await keep.list()).notebooks) await keep.purge(id);
  document.body.append(target);
  await keep.create({ text: textOf("First", "What it is about."), origin: "file", file: "a.html" });
  gallery = mount(Gallery, { target, props: { notebooks: [], dialog: undefined } });
  await vi.waitFor(() => {
    expect(titles()).toEqual(["First"]);
  });
});
afterEach(async () => {
  await unmount(gallery);
  target.remove();
});

function titles(): string[] {
  return [...target.querySelectorAll("h3")].map(({ textContent }) => textContent ?? "");
}

/** Presses the button or menu entry whose name begins so. */
async function press(name: string): Promise<void> {
  await vi.waitFor(() => {
    const found = [...target.querySelectorAll("button")].find((one) =>
      (one.ariaLabel ?? one.textContent?.trim() ?? "").startsWith(name),
    );
    if (!found) throw new Error(`no button ${name}`);
    found.click();
  });
}

test("a card says what it is about, when it was edited and where it came from", () => {
  const text = target.querySelector("li")?.textContent ?? "";
  for (const words of ["What it is about.", "edited just now", "from a.html, not trusted yet"])
    expect(text).toContain(words);
});

test("rename changes the chosen notebook", async () => {
  await press("What to do with First");
  await press("Rename…");
  const field = target.querySelector("dialog input");
  if (!(field instanceof HTMLInputElement)) throw new Error("no field");
  expect(field.value).toBe("First");
  field.value = "Better";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await press("Rename");
  await vi.waitFor(() => {
    expect(titles()).toEqual(["Better"]);
  });
  expect(target.querySelector("dialog")).toBeNull();
});

test("duplicate, delete, and undo by the button and by Ctrl-Z", async () => {
  await press("What to do with First");
  await press("Duplicate");
  await vi.waitFor(() => {
    expect(titles()).toEqual(["First (copy)", "First"]);
  });
  for (const undo of [
    () => press("Undo"),
    () => Promise.resolve(dispatchEvent(new KeyboardEvent("keydown", { key: "z", ctrlKey: true }))),
  ]) {
    await press("What to do with First (copy)");
    await press("Delete");
    await vi.waitFor(() => {
      expect(titles()).toEqual(["First"]);
      expect(document.activeElement?.textContent).toBe("First");
    });
    await undo();
    await vi.waitFor(() => {
      expect(titles()).toEqual(["First (copy)", "First"]);
    });
  }
});
