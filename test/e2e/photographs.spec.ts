/** Photographs of every kind: bundled, file, drop, paste, camera; and what is no photograph. */

import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { choose, listed, openNotebook, test } from "./page.ts";

interface Found {
  readonly class: string;
  readonly confidence: number;
}

const pytorch = JSON.parse(readFileSync("test/numbers/detections-640.json", "utf8")) as Record<
  string,
  Found[]
>;
const bundled = JSON.parse(readFileSync("public/photos/photos.json", "utf8")) as {
  readonly file: string;
  readonly name: string;
}[];

test("every bundled photograph shows what PyTorch finds in it", async ({ page }) => {
  await openNotebook(page);
  for (const { file, name } of bundled) {
    await test.step(name, async () => {
      await choose(page, name);
      const found = await listed(page);
      const expected = pytorch[file] ?? [];
      expect(found.map(({ className }) => className)).toEqual(expected.map((one) => one.class));
      for (const [i, { confidence }] of found.entries())
        expect(Math.abs(confidence - (expected[i]?.confidence ?? 0))).toBeLessThan(0.02);
    });
  }
});

test("a file of one's own is run, upright, and can be chosen again", async ({ page }) => {
  await openNotebook(page);
  await page.getByLabel("Photograph files").setInputFiles("public/photos/coffee.jpg");
  await expect(page.getByRole("heading", { name: /in coffee\.jpg$/ })).toBeVisible();
  await choose(page, "Cat");
  await page.getByRole("radio", { name: "coffee.jpg" }).check({ force: true });
  await expect(page.getByRole("heading", { name: /in coffee\.jpg$/ })).toBeVisible();
});

test("what is no photograph is named, and the last one stays", async ({ page }) => {
  await openNotebook(page);
  const before = await listed(page);
  const files = page.getByLabel("Photograph files");
  await files.setInputFiles({
    name: "holiday.jpg",
    mimeType: "image/jpeg",
    buffer: Buffer.from("this is a letter and no photograph"),
  });
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("holiday.jpg");
  expect(await listed(page)).toEqual(before);
  await files.setInputFiles({ name: "empty.png", mimeType: "image/png", buffer: Buffer.alloc(0) });
  await expect(alert).toContainText("empty.png");
  await alert.getByRole("button", { name: "Close" }).click();
  await expect(alert).toBeHidden();
});

test("of several files, those that can be shown are taken and one that can't is named", async ({
  page,
}) => {
  await openNotebook(page);
  await page.getByLabel("Photograph files").setInputFiles([
    { name: "a.jpg", mimeType: "image/jpeg", buffer: readFileSync("public/photos/cat.jpg") },
    { name: "b.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no photograph") },
    { name: "c.jpg", mimeType: "image/jpeg", buffer: readFileSync("public/photos/cups.jpg") },
  ]);
  await expect(page.getByRole("heading", { name: /in a\.jpg$/ })).toBeVisible();
  await expect(page.getByRole("alert")).toContainText("b.jpg");
  await expect(page.getByRole("radio", { name: "c.jpg" })).toBeAttached();
});

test("a photograph can be dropped or pasted anywhere on the page", async ({ page }) => {
  await openNotebook(page);
  const bytes = [...readFileSync("public/photos/cat.jpg")];
  const give = (kind: "drop" | "paste", name: string): Promise<void> =>
    page.evaluate(
      ({ bytes, kind, name }) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }));
        const init = { bubbles: true, cancelable: true };
        document.body.dispatchEvent(
          kind === "drop"
            ? new DragEvent("drop", { ...init, dataTransfer: data })
            : new ClipboardEvent("paste", { ...init, clipboardData: data }),
        );
      },
      { bytes, kind, name },
    );
  await give("drop", "dropped.jpg");
  await expect(page.getByRole("heading", { name: /in dropped\.jpg$/ })).toBeVisible();
  await give("paste", "pasted.jpg");
  await expect(page.getByRole("heading", { name: /in pasted\.jpg$/ })).toBeVisible();
});

test("a pasted text is refused where it was pasted", async ({ page }) => {
  await openNotebook(page);
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "hello");
    document.body.dispatchEvent(
      new ClipboardEvent("paste", { bubbles: true, clipboardData: data }),
    );
  });
  await expect(page.getByRole("alert")).toContainText("image");
});

test("a frame of the camera is run", async ({ page, context }) => {
  await context.grantPermissions(["camera"]);
  await openNotebook(page);
  await page.getByRole("button", { name: "Camera", exact: true }).click();
  const take = page.getByRole("button", { name: "Take this frame" });
  await expect(take).toBeEnabled();
  await take.click();
  await expect(page.getByRole("heading", { name: /in Camera frame 1$/ })).toBeVisible();
});

test("a camera that may not be used says so", async ({ page, context }) => {
  await context.clearPermissions();
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException("Permission denied", "NotAllowedError"));
  });
  await openNotebook(page);
  await page.getByRole("button", { name: "Camera", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("camera");
});
