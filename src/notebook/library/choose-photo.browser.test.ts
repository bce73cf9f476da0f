/** A chosen photograph is kept by its bytes, comes back by its identifier, and is missed by its name. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Shelf } from "../inputs/shelf.svelte.ts";
import { openKeep, pageKeep } from "../keep/open-keep.ts";
import { type PhotoElement, choosePhoto } from "./choose-photo.ts";

const elements: PhotoElement[] = [];

beforeEach(async () => {
  const { photos } = await pageKeep();
  for (const { id } of await photos.list()) await photos.remove(id);
});
afterEach(() => {
  for (const element of elements.splice(0)) element.remove();
});

function shown(options?: Parameters<typeof choosePhoto>[0]): PhotoElement {
  const element = choosePhoto(options);
  elements.push(element);
  document.body.append(element);
  return element;
}

async function pictureFile(colour: string, name: string): Promise<File> {
  const canvas = new OffscreenCanvas(20, 10);
  const context = canvas.getContext("2d");
  if (context) {
    context.fillStyle = colour;
    context.fillRect(0, 0, 20, 10);
  }
  return new File([await canvas.convertToBlob()], name, { type: "image/png" });
}

async function give(element: PhotoElement, file: File): Promise<void> {
  const input = element.querySelector("input[type=file]");
  if (!(input instanceof HTMLInputElement)) throw new Error("no file input");
  const transfer = new DataTransfer();
  transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  await vi.waitFor(() => {
    expect(element.value?.name, element.textContent ?? "").toBe(file.name);
  });
}

test("its state names the photograph, and setting it chooses, at once or later", async () => {
  const element = shown({ shared: false });
  expect(element.state).toBe("wall");
  element.state = "cat";
  expect(element.state).toBe("cat");
  await vi.waitFor(() => {
    expect(element.value?.name).toBe("Cat");
  });
  element.state = "wall";
  await vi.waitFor(() => {
    expect(element.value?.name).not.toBe("Cat");
  });
});

test("an own photograph is kept with its bytes and stands on the next shelf", async () => {
  const element = shown({ shared: false });
  const file = await pictureFile("red", "red.png");
  await give(element, file);
  expect(element.state).toMatch(/^photo-[0-9a-f]{64}$/);
  const keep = await openKeep();
  const kept = await keep.photos.get(element.state);
  expect(await kept?.blob.arrayBuffer()).toEqual(await file.arrayBuffer());
  const next = new Shelf(() => Promise.resolve(keep));
  await next.open();
  const [first] = next.photos;
  expect(first).toMatchObject({ id: element.state, name: "red.png", own: true });
  expect((await first?.load(new AbortController().signal))?.width).toBe(20);
  keep.close();
});

test("a deleted photograph comes back by undo; a notebook that misses it says its name", async () => {
  const element = shown({ shared: false });
  await give(element, await pictureFile("blue", "blue.png"));
  const { state } = element;
  const button = (name: string): HTMLElement => {
    const found = [...element.querySelectorAll("button")].find(
      (one) => (one.ariaLabel ?? one.textContent?.trim()) === name,
    );
    if (!found) throw new Error(`no button ${name}`);
    return found;
  };
  button("Delete blue.png").click();
  await vi.waitFor(() => {
    expect(element.state).toBe("wall");
  });
  const other = shown({ shared: false });
  other.state = state;
  await vi.waitFor(() => {
    expect(other.textContent).toContain("made with blue.png, which is not kept");
    expect(other.value?.name).toBeDefined();
  });
  button("Undo").click();
  await vi.waitFor(() => {
    expect(element.state).toBe(state);
    expect(element.value?.name).toBe("blue.png");
  });
});

test("where the storage is full, the photograph is used and the person is told", async () => {
  const { memoryStore } = await import("../keep/store.ts");
  const { keptPhotos } = await import("../keep/photos.ts");
  const full = new DOMException("full", "QuotaExceededError");
  const store = { ...memoryStore(), update: () => Promise.reject(full) };
  const shelf = new Shelf(() => Promise.resolve({ photos: keptPhotos(store, () => undefined) }));
  const photo = await shelf.add(await pictureFile("green", "green.png"));
  expect(photo.notKept?.message).toMatch(/green\.png was not saved.*storage is full/);
  expect(shelf.photos).toContain(photo);
});
