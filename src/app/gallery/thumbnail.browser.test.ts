/** A thumbnail is made of what a notebook shows, small enough to be kept. */

import { afterEach, expect, test, vi } from "vitest";
import { BrowserKeep } from "../../notebook/keep/browser-keep.ts";
import { memoryStore } from "../../notebook/keep/store.ts";
import { simpleDocuments, textOf } from "../../notebook/keep/testing/texts.ts";
import { followThumbnail } from "./follow-thumbnail.ts";
import { makeThumbnail, thumbnailBytes } from "./thumbnail.ts";

let article: HTMLElement | undefined;
afterEach(() => {
  article?.remove();
});

function articleWith(html: string): HTMLElement {
  article = document.createElement("article");
  article.innerHTML = html;
  document.body.append(article);
  return article;
}

async function colourAt(blob: Blob, x: number, y: number): Promise<readonly number[]> {
  const bitmap = await createImageBitmap(blob);
  expect([bitmap.width, bitmap.height]).toEqual([320, 200]);
  const context = new OffscreenCanvas(320, 200).getContext("2d");
  context?.drawImage(bitmap, 0, 0);
  return [...(context?.getImageData(x, y, 1, 1).data ?? [])].slice(0, 3);
}

function near(colour: readonly number[], expected: readonly number[]): void {
  for (const [i, value] of expected.entries())
    expect(Math.abs((colour[i] ?? 0) - value)).toBeLessThan(30);
}

test("the largest drawing of the first figure is what it shows", async () => {
  const blob = await makeThumbnail(
    articleWith(`<svg width="300" height="180"><rect width="300" height="180" fill="blue"/></svg>
      <figure style="margin: 40px"><figcaption>Title</figcaption>
      <svg width="240" height="150"><rect width="240" height="150" fill="red"/></svg></figure>`),
  );
  if (!blob) throw new Error("no thumbnail");
  expect(blob.type).toBe("image/jpeg");
  for (const [x, y] of [
    [3, 3],
    [316, 196],
    [160, 100],
  ] as const)
    near(await colourAt(blob, x, y), [255, 0, 0]);
});

test("noise stays under 20 kB", async () => {
  const root = articleWith(`<canvas width="640" height="400"></canvas>`);
  const context = root.querySelector("canvas")?.getContext("2d");
  const noise = context?.createImageData(640, 400);
  if (noise) for (let i = 0; i < noise.data.length; i++) noise.data[i] = Math.random() * 255;
  if (noise) context?.putImageData(noise, 0, 0);
  const blob = await makeThumbnail(root);
  expect(blob?.size ?? Infinity).toBeLessThanOrEqual(thumbnailBytes);
});

test("words and small pictures give none", async () => {
  const root = articleWith(`<p>Words</p><svg width="20" height="20"></svg>`);
  expect(await makeThumbnail(root)).toBeUndefined();
});

test("it is made when a kept notebook's page has come to rest, and not of one that is not kept", async () => {
  const keep = new BrowserKeep({ store: memoryStore(), documents: simpleDocuments, line: "thumb" });
  const kept = keep.draft({ text: textOf("A"), origin: "copy", base: "a" });
  const root = articleWith(`<canvas width="320" height="200"></canvas>`);
  const end = followThumbnail({ article: root, kept, keep, pause: 20 });
  await new Promise((done) => setTimeout(done, 100));
  expect((await keep.list()).notebooks).toEqual([]);
  await kept.keepIt();
  await vi.waitFor(async () => {
    expect((await keep.get(kept.id)).thumbnail).toBeInstanceOf(Blob);
  });
  end();
  keep.close();
});
