/** The way in: gallery, addresses, appearance. */

import { expect } from "@playwright/test";
import { expectAccessible, expectNoSideways, openPanel, test } from "./page.ts";

test("the gallery leads to the notebook and back", async ({ page }) => {
  await page.goto("./");
  await expect(page).toHaveTitle("SE Lens");
  await page.getByRole("link", { name: /^Channel weights/ }).click();
  await expect(page).toHaveTitle("Channel weights · SE Lens");
  await expect(page.getByRole("heading", { level: 1, name: "Channel weights" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "SE Lens" })).toBeVisible();
});

test("an address that names no notebook says what there is", async ({ page }) => {
  await page.goto("./#/nothing-here");
  await expect(page.getByRole("alert")).toContainText('There is no notebook "nothing-here"');
  await expect(page.getByRole("alert")).toContainText("channel-weights");
});

test("an unknown backend or size in the address is named and does no harm", async ({ page }) => {
  await page.goto("./?backend=cuda&size=320#/");
  await openPanel(page);
  await expect(page.getByText("The backend in the page's address")).toContainText("found cuda");
  await expect(page.getByRole("combobox", { name: "Input size" })).toHaveValue("320");
});

test("light and dark are chosen by hand and kept", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("./");
  const colour = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await colour();
  const button = page.getByRole("button", { name: /appearance/ });
  await button.click();
  await button.click();
  expect(await colour()).not.toBe(light);
  const dark = await colour();
  await page.reload();
  expect(await colour()).toBe(dark);
});

for (const width of [390, 1440]) {
  test(`nothing is cut off and axe finds nothing at ${String(width)} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto("./");
    await expect(page.getByRole("link", { name: /^Channel weights/ })).toBeVisible();
    await expectNoSideways(page);
    await expectAccessible(page);
  });
}
