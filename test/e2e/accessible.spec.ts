/** What axe finds where a notebook is a stranger's, selected, helped or asked about: nothing. */

import { type Page, expect } from "@playwright/test";
import { begin, expectAccessible, expectNoSideways, test } from "./page.ts";

const strange = `<!doctype html>
<notebook>
  <title>Strange</title>
  <script id="1" type="text/markdown">
    # Strange

    With a [link](https://example.org) and \`code\`.
  </script>
  <script id="2" type="module">
    const answer = 6 * 7; // said
  </script>
  <script id="3" type="text/x-python">
    print("never here")
  </script>
</notebook>
`;

async function openStrange(page: Page): Promise<void> {
  await page.goto("./?size=320#/");
  await page
    .getByLabel("Notebook files")
    .setInputFiles({ name: "strange.html", mimeType: "text/html", buffer: Buffer.from(strange) });
  await expect(page.getByText("Its code has not run")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator(".tok-string")).toBeVisible();
}

async function check(page: Page): Promise<void> {
  await expectNoSideways(page);
  await expectAccessible(page);
}

async function chooseFromMenu(page: Page, item: string): Promise<void> {
  await page.getByRole("button", { name: "More for this notebook" }).click();
  await check(page);
  await page.getByRole("menuitem", { name: item }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await check(page);
  await page.keyboard.press("Escape");
}

for (const [width, scheme] of [
  [1440, "light"],
  [1440, "dark"],
  [390, "light"],
  [390, "dark"],
] as const) {
  test.describe(`${String(width)} pixels, ${scheme}`, () => {
    test.use({ viewport: { width, height: 800 }, colorScheme: scheme });

    test("a stranger's notebook before it is trusted, and after", async ({ page }) => {
      await openStrange(page);
      await check(page);
      await page.getByRole("button", { name: "Run this notebook" }).click();
      await expect(page.getByText("Its code has not run")).toHaveCount(0);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await check(page);
      await chooseFromMenu(page, "Allow the network…");
    });

    test("a selected cell, one that was stopped, the help and the shortcuts", async ({ page }) => {
      await begin(page);
      await page.keyboard.press("b");
      await expect(page.locator(".cm-content:focus")).toBeVisible();
      await page.keyboard.type("await new Promise(() => {})");
      await page.keyboard.press("Control+Enter");
      await page.keyboard.press("Escape");
      const cell = page.locator(".cell").nth(1);
      await expect(cell).toBeFocused();
      await check(page);
      await page.keyboard.press("i");
      await expect(cell).toContainText("Stopped.");
      await check(page);
      await chooseFromMenu(page, "Keyboard shortcuts");
      await page.keyboard.press("F1");
      const help = page.getByRole("complementary", { name: "What a cell can name" });
      await help.getByRole("searchbox").fill("ChannelWeights");
      await page.keyboard.press("Enter");
      await expect(help.getByRole("button", { name: "Copy" }).first()).toBeVisible();
      await check(page);
    });
  });
}
