/** Channel weights changed by hand in the built app: the detections follow, and everything can be undone. */

import { type Locator, type Page, expect } from "@playwright/test";
import { expectAccessible, expectNoSideways, test } from "./page.ts";

async function openMixer(page: Page): Promise<Locator> {
  await page.goto("./?backend=wasm&size=320#/workbench");
  const figure = page.locator("section:has(#ChannelMixer)").getByRole("figure").first();
  await expect(figure).toBeVisible();
  await figure.scrollIntoViewIfNeeded();
  await figure.getByRole("radio", { name: "P3" }).check({ force: true });
  return figure;
}

test("mutes channels until a detection is gone, and undoes it", async ({ page }) => {
  const figure = await openMixer(page);
  const faders = figure.getByRole("slider", { name: "Channel weights of P3" });
  const tally = figure.locator(".tally");
  const gone = figure.locator("[data-change='gone']");
  const box = await faders.boundingBox();
  if (!box) throw new Error("no faders");
  const before = await figure.locator("td").allTextContents();
  let eighths = 0;
  await expect(async () => {
    const [from, to] = [eighths++, eighths].map((part) => 44 + ((box.width - 62) * part) / 8);
    await page.keyboard.down("Shift");
    await page.mouse.move(box.x + (from ?? 0), box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + (to ?? 0), box.y + 100);
    await page.mouse.up();
    await page.keyboard.up("Shift");
    await figure.getByRole("button", { name: "Mute" }).click();
    await expect(gone).not.toHaveCount(0, { timeout: 3000 });
  }).toPass();
  await expect(tally).toContainText("went");
  for (let step = 0; step < eighths; step++)
    await figure.getByRole("button", { name: "Undo" }).click();
  await expect(gone).toHaveCount(0);
  await expect(figure.getByText("Nothing is changed")).toBeVisible();
  await expect(tally).toHaveText("Every box is where it was, as sure to two digits.");
  expect(await figure.locator("td").allTextContents()).toEqual(before);
});

test("is worked by keyboard alone, accessible, and fits a phone", async ({ page }) => {
  const figure = await openMixer(page);
  await figure.getByRole("slider", { name: "Channel weights of P3" }).focus();
  for (const key of ["ArrowRight", "Shift+End", "m"]) await page.keyboard.press(key);
  await expect(figure.locator("[data-change='gone']")).not.toHaveCount(0);
  await expect(figure.getByRole("list", { name: "Changes" })).toContainText(
    "P3 channels 1–63 muted",
  );
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSideways(page);
  await expectAccessible(page, "section:has(#ChannelMixer)");
  await figure.getByRole("slider", { name: "Channel weights of P3" }).focus();
  await page.keyboard.press("Control+z");
  await expect(figure.getByText("Nothing is changed")).toBeVisible();
});
