/** One's own notebooks in the gallery: new, rename, duplicate, delete and undo, files, storage that is denied. */

import { readFileSync } from "node:fs";
import { type Page, expect } from "@playwright/test";
import { cards, expectAccessible, expectNoSideways, test } from "./page.ts";

const widths = { wide: 1440, phone: 390 };

function textOf(title: string, cells = ""): string {
  return `<!doctype html>\n<notebook>\n  <title>${title}</title>\n  <script id="1" type="text/markdown">\n    # ${title}\n\n    What it is *about*.\n  </script>\n${cells}</notebook>\n`;
}

function fileOf(name: string, text: string): { name: string; mimeType: string; buffer: Buffer } {
  return { name, mimeType: "text/html", buffer: Buffer.from(text) };
}

async function titles(page: Page): Promise<string[]> {
  return await cards(page).getByRole("heading", { level: 3 }).allTextContents();
}

async function addFile(page: Page, title: string): Promise<void> {
  await page.goto("./#/");
  await page.getByLabel("Notebook files").setInputFiles(fileOf(`${title}.html`, textOf(title)));
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await page.goto("./#/");
  await expect(page.getByRole("link", { name: title, exact: true })).toBeVisible();
}

async function choose(page: Page, title: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `What to do with ${title}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

for (const [name, width] of Object.entries(widths)) {
  test(`${name}: nothing yet, a new one from a template, and the way back`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto("./?size=320#/");
    await expect(page.getByText("Nothing here yet")).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("link", { name: "New notebook" }).click();
    await expect(page.getByRole("dialog", { name: "New notebook" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: /^Photograph and detections/ }).click();
    await expect(page).toHaveURL(/#\/mine\/\w+$/);
    await expect(page).toHaveTitle("Photograph and detections · SE Lens");
    await expect(page.getByRole("heading", { name: /\d+ detections? in/ })).toBeVisible();
    await page.goBack();
    await expect(page).toHaveTitle("SE Lens");
    await expect.poll(() => titles(page)).toEqual(["Photograph and detections"]);
    await expect(cards(page)).toContainText("edited just now");
    await expectNoSideways(page);
    await expectAccessible(page);
    await page.reload();
    await expect(cards(page)).toHaveCount(1);
    await page.getByRole("link", { name: "Photograph and detections", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Photograph and detections");
  });

  test(`${name}: rename, duplicate, delete and undo by keyboard alone`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await addFile(page, "First");
    await page.getByRole("button", { name: "What to do with First" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "Rename" })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.type("Better <b>& more</b>");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("link", { name: "Better <b>& more</b>" })).toBeVisible();

    await choose(page, "Better <b>& more</b>", "Duplicate");
    await expect(cards(page)).toHaveCount(2);
    expect(await titles(page)).toEqual(["Better <b>& more</b> (copy)", "Better <b>& more</b>"]);

    await choose(page, "Better <b>& more</b> (copy)", "Delete");
    await expect(cards(page)).toHaveCount(1);
    await expect(page.getByRole("status").filter({ hasText: "was deleted" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Better <b>& more</b>" })).toBeFocused();
    await expectAccessible(page);
    await page.keyboard.press("Control+z");
    await expect(cards(page)).toHaveCount(2);
    await choose(page, "Better <b>& more</b> (copy)", "Delete");
    await expect(cards(page)).toHaveCount(1);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(cards(page)).toHaveCount(2);
    await page.reload();
    await expect(cards(page)).toHaveCount(2);
    await expectNoSideways(page);
  });
}

test("a notebook comes back from its download byte for byte, and is not kept twice", async ({
  page,
}) => {
  await addFile(page, "Round trip");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    choose(page, "Round trip", "Download"),
  ]);
  expect(download.suggestedFilename()).toBe("Round trip.html");
  const path = await download.path();
  expect(readFileSync(path, "utf8")).toBe(textOf("Round trip"));
  await page.getByLabel("Notebook files").setInputFiles(path);
  await expect(page.getByRole("heading", { level: 1, name: "Round trip" })).toBeVisible();
  await page.goto("./#/");
  await expect(cards(page)).toHaveCount(1);
});

test("several files at once: those that are notebooks are there, each other is named", async ({
  page,
}) => {
  await page.goto("./#/open");
  await expect(page.getByRole("dialog", { name: "Open a notebook" })).toBeVisible();
  await expectAccessible(page);
  await page
    .getByLabel("Notebook files")
    .setInputFiles([
      fileOf("a.html", textOf("A")),
      fileOf("holiday.html", "<!doctype html><p>no notebook"),
      fileOf("b.html", textOf("B")),
      { name: "cat.jpg", mimeType: "image/jpeg", buffer: readFileSync("public/photos/cat.jpg") },
    ]);
  await expect(cards(page)).toHaveCount(2);
  const alerts = page.getByRole("alert");
  await expect(alerts).toHaveCount(2);
  await expect(alerts.first()).toContainText("holiday.html is not a notebook");
  await expect(alerts.last()).toContainText("cat.jpg is not a notebook");
  await expect(cards(page).first()).toContainText("not trusted yet");
  await alerts.first().getByRole("button", { name: "Close" }).click();
  await expect(alerts).toHaveCount(1);
});

test("a file is dropped anywhere on the gallery, and none of its code runs", async ({ page }) => {
  await page.goto("./#/");
  const cell = `  <script id="2" type="module">\n    document.title = "hacked";\n  </script>\n`;
  await page.evaluate(
    (text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "dropped.html", { type: "text/html" }));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
    },
    textOf("Dropped", cell),
  );
  await expect(page.getByRole("heading", { level: 1, name: "Dropped" })).toBeVisible();
  await expect(page).toHaveTitle("Dropped · SE Lens");
});

test("all are downloaded, one after the other", async ({ page }) => {
  await addFile(page, "One");
  await addFile(page, "Two");
  const names: string[] = [];
  page.on("download", (download) => names.push(download.suggestedFilename()));
  await page.getByRole("button", { name: "Download all" }).click();
  await expect.poll(() => [...names].sort()).toEqual(["One.html", "Two.html"]);
});

test("where storage is denied, the page says so and works until it is closed", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(indexedDB, "open", {
      value: () => {
        throw new DOMException("The operation is insecure.", "SecurityError");
      },
    });
  });
  await page.goto("./#/");
  await expect(page.getByRole("alert")).toContainText("does not let SE Lens keep anything");
  await page.getByRole("link", { name: "New notebook" }).click();
  await page.getByRole("button", { name: /^Blank/ }).click();
  await expect(page.getByText("Not saved")).toBeVisible();
  await page.goto("./#/");
  expect(await titles(page)).toEqual(["Untitled"]);
  await expectAccessible(page);
});

test("a damaged record is shown as such, its text can be downloaded, the others live", async ({
  page,
}) => {
  await addFile(page, "Sound");
  await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((done) => {
      const request = indexedDB.open("se-lens");
      request.onsuccess = () => done(request.result);
    });
    const transaction = database.transaction("notebooks", "readwrite");
    transaction.objectStore("notebooks").put({ id: "bad", text: "half of a notebo" });
    await new Promise((done) => (transaction.oncomplete = done));
    database.close();
  });
  await page.reload();
  await expect(page.getByRole("alert")).toContainText("A notebook of yours can't be read");
  expect(await titles(page)).toEqual(["Sound"]);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download what is left" }).click(),
  ]);
  expect(readFileSync(await download.path(), "utf8")).toBe("half of a notebo");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByRole("alert")).toBeHidden();
});

test("a notebook that is not there says so", async ({ page }) => {
  await page.goto("./#/mine/gone");
  await expect(page.getByRole("alert")).toContainText("keeps no such notebook");
  await page.getByRole("link", { name: "To the gallery" }).click();
  await expect(page.getByRole("heading", { name: "Your notebooks" })).toBeVisible();
});
