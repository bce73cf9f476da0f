/** What is made is kept: one's own photographs too, in a full browser, and with the notebook open twice. */

import { readFileSync } from "node:fs";
import { type Page, expect } from "@playwright/test";
import { expectAccessible, test } from "./page.ts";

const source =
  '<!doctype html>\n<notebook>\n  <title>Mine</title>\n  <script id="1" type="text/markdown">\n    # First\n  </script>\n</notebook>\n';
const photos =
  '<!doctype html>\n<notebook>\n  <title>Photo</title>\n  <script id="1" type="module">\n    const photo = view(choosePhoto());\n  </script>\n  <script id="2" type="module">\n    display(`${photo.name}, ${photo.width} wide`);\n  </script>\n</notebook>\n';

async function openFile(page: Page, text: string | Buffer): Promise<void> {
  await page.goto("./?size=320#/");
  await page
    .getByLabel("Notebook files")
    .setInputFiles({ name: "mine.html", mimeType: "text/html", buffer: Buffer.from(text) });
  await expect(page).toHaveURL(/#\/mine\//);
}

async function download(page: Page, act: () => Promise<void>): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent("download"), act()]);
  return readFileSync(await file.path());
}

async function fromMenu(page: Page, item: string): Promise<void> {
  await page.getByRole("button", { name: "More for this notebook" }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

/** Writes into the first cell, at its end. */
async function write(page: Page, text: string): Promise<void> {
  await page.locator(".cell").first().focus();
  await page.keyboard.press("Enter");
  await expect(page.locator(".cm-content:focus")).toBeVisible();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(text);
  await page.keyboard.press("Escape");
}

const saved = (page: Page): Promise<void> =>
  expect(page.getByText("Saved in this browser")).toBeVisible();

test("an own photograph stays with the notebook, through a reload and through a file", async ({
  page,
  browser,
  baseURL,
}) => {
  await openFile(page, photos);
  await page.getByRole("button", { name: "Run this notebook" }).click();
  const shown = page.locator(".cell").nth(1);
  await expect(shown).toContainText("wide");
  await page.getByLabel("Photograph files").setInputFiles({
    name: "my cup.jpg",
    mimeType: "image/jpeg",
    buffer: readFileSync("test/files/images/orientation-6.jpg"),
  });
  await expect(shown).toContainText("my cup.jpg");
  const said = await shown.locator(".observablehq--inspect").textContent();
  await saved(page);
  await page.reload();
  await expect(page.getByRole("radio", { name: "my cup.jpg" })).toBeChecked();
  await expect(shown.locator(".observablehq--inspect")).toHaveText(said ?? "");
  const file = await download(page, () => fromMenu(page, "Download"));

  const clean = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const other = await clean.newPage();
  await openFile(other, file);
  await other.getByRole("button", { name: "Run this notebook" }).click();
  await expect(other.getByRole("radio", { name: "my cup.jpg" })).toBeChecked();
  await expect(other.locator(".cell").nth(1).locator(".observablehq--inspect")).toHaveText(
    said ?? "",
  );
  await clean.close();
});

test("where the browser is full, the page says so, and what was written can be downloaded", async ({
  page,
}) => {
  await openFile(page, source);
  await saved(page);
  const put = await page.evaluateHandle(() => {
    const { prototype } = IDBObjectStore;
    const before = prototype.put;
    prototype.put = () => {
      throw new DOMException("No space", "QuotaExceededError");
    };
    return before;
  });
  await write(page, " and more");
  const alert = page.getByRole("alert").filter({ hasText: "storage is full" });
  await expect(alert).toBeVisible();
  await expect(page.getByText("Not saved", { exact: true })).toBeVisible();
  await expect(page.locator(".cell").first()).toContainText("First and more");
  await expectAccessible(page);
  const file = await download(page, () => alert.getByRole("button", { name: "Download" }).click());
  expect(file.toString()).toContain("# First and more");

  await page.evaluate((before) => {
    IDBObjectStore.prototype.put = before;
  }, put);
  await write(page, ", and again");
  await saved(page);
  await expect(alert).toBeHidden();
  await page.reload();
  await expect(page.locator(".cell").first()).toContainText("First and more, and again");
});

test("two tabs with one notebook: the other is told, and neither text is lost", async ({
  page,
  context,
}) => {
  await openFile(page, source);
  await saved(page);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.locator(".cell").first()).toContainText("First");
  await write(page, " here");
  await saved(page);
  const told = other.getByText("This notebook was changed in another tab.");
  await expect(told).toBeVisible();
  await write(other, " there");
  await expect(other.getByText("Not saved", { exact: true })).toBeVisible();
  await expectAccessible(other);
  await other.getByRole("button", { name: "Show the other version" }).click();
  await expect(other.locator(".cell").first()).toContainText("First here");
  await expect(told).toBeHidden();
  await other.goto("./?size=320#/");
  // What was written there stands beside it as a notebook of its own.
  const cards = other.getByRole("region", { name: "Your notebooks" }).getByRole("listitem");
  await expect(cards).toHaveCount(2);
  await expect(page.locator(".cell").first()).toContainText("First here");
});

test("the other tab's text is replaced only where the person says so", async ({
  page,
  context,
}) => {
  await openFile(page, source);
  await saved(page);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.locator(".cell").first()).toContainText("First");
  await write(page, " here");
  await saved(page);
  await write(other, " there");
  await other.getByRole("button", { name: "Keep this one" }).click();
  await saved(other);
  await expect(page.getByText("This notebook was changed in another tab.")).toBeVisible();
  await page.reload();
  await expect(page.locator(".cell").first()).toContainText("First there");
});
