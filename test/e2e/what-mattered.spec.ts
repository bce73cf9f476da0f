/** The notebook "What mattered": from a detection to the channels that carry it, and the checks. */

import { type Page, expect } from "@playwright/test";
import { expectAccessible, expectNoSideways, figure, listed, test } from "./page.ts";

/** Opens the notebook on small maps and waits for its waterfall. */
async function open(page: Page): Promise<void> {
  await page.goto("./?backend=wasm&size=320#/what-mattered");
  await expect(waterfall(page)).toBeVisible();
}

function waterfall(page: Page) {
  return figure(page, "is made of");
}

async function number(page: Page, name: string): Promise<number> {
  const text = (await page.locator(`[data-number='${name}']`).first().textContent()) ?? "";
  return text.startsWith("less") ? 0 : Number(text);
}

test("credits end at the listed confidence, and without the named channels it is as low as said", async ({
  page,
}) => {
  await open(page);
  const lines = await listed(page);
  const [, second] = lines;
  if (!second) throw new Error("two detections are needed");
  await page
    .getByRole("list", { name: "Detections, best first" })
    .getByRole("button")
    .nth(1)
    .click();
  await expect(waterfall(page).getByRole("heading")).toContainText(
    `“${second.className} ${second.confidence.toFixed(2)}”`,
  );
  const end = Number(await waterfall(page).locator("g.sum .number").textContent());
  expect(Math.abs(end - second.confidence)).toBeLessThan(0.0051);
  expect(await number(page, "confidence")).toBe(end);

  // The channels that carry it are selected: alone they give what the text says, by a run of the network.
  await expect(page.locator("#enough")).toContainText(`carry “${second.className}`);
  const alone = page.locator("[data-number='alone']");
  await expect(alone).toHaveText((await number(page, "enough")).toFixed(2));
  expect(await number(page, "without")).toBeLessThan(second.confidence / 2);

  // So are those that are needed, once they are the selected ones.
  const needed = await number(page, "needed");
  expect(needed).toBeLessThan(second.confidence);
  const neutral = await number(page, "neutral");
  await page.getByRole("radio", { name: "neutral, s = 0.5" }).check();
  await waterfall(page).getByRole("button", { name: "Clear" }).click();
  await expect(page.locator("p", { hasText: "with no channel selected" })).toBeVisible();
  await expect(alone).toHaveText(neutral.toFixed(2));

  // Those whose absence loses it, by a run as well: the first bars, which have the largest credits.
  const [, count] =
    /switch off the (one|\d+)/.exec(await page.locator("#needed").innerText()) ?? [];
  await page.getByRole("radio", { name: "off, s = 0" }).check();
  for (let k = 0; k < (count === "one" ? 1 : Number(count)); k++)
    await waterfall(page).locator("g.channel .fill").nth(k).click();
  const without = page.locator("[data-number='without']");
  await expect(without).toHaveText(needed < 0.01 ? "less than 0.01" : needed.toFixed(2));
});

test("long work shows its progress, can be stopped, and its result stays", async ({ page }) => {
  await open(page);
  const start = page.getByRole("button", { name: "Draw the parameters at random" });
  await start.click();
  await expect(
    page.getByRole("progressbar", { name: "Draw the parameters at random" }),
  ).toBeVisible();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "Stopped." })).toBeVisible();
  await start.click();
  await expect(page.locator("#sanity tbody tr")).toHaveCount(5);
  await expect(page.locator("#sanity")).toContainText("EigenCAM1.00");
  await page.getByRole("button", { name: "Slide a grey square" }).click();
  await expect(
    figure(page, "comes from").getByRole("heading", { name: "Occlusion" }),
  ).toBeVisible();
  await expect(page.locator("#sanity")).toBeVisible();

  // Another detection: what was worked out for the last one goes.
  await page
    .getByRole("list", { name: "Detections, best first" })
    .getByRole("button")
    .nth(2)
    .click();
  await expect(page.locator("#sanity")).toHaveCount(0);
  await expect(start).toHaveText("Draw the parameters at random");
});

test("is accessible, wide and on a phone, light and dark", async ({ page }) => {
  await open(page);
  await expect(figure(page, "Whether the methods agree").getByRole("slider")).toBeVisible();
  await expect(figure(page, "comes from").first()).toBeVisible();
  for (const [width, colorScheme] of [
    [1440, "light"],
    [1440, "dark"],
    [390, "light"],
    [390, "dark"],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
    await expectNoSideways(page);
  }
});
