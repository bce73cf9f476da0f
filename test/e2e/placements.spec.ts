/** Placements: configurations compared, drawn from their text, changed, and told what is wrong with them. */

import { type Page, expect } from "@playwright/test";
import { readFileSync } from "node:fs";
import { expectAccessible, expectNoSideways, figure, test } from "./page.ts";

async function open(page: Page, configuration = "yolov5n-inline"): Promise<void> {
  await page.goto(`./?backend=wasm&size=320#/placements?configuration=${configuration}`);
  await expect(page.getByRole("listbox", { name: "Layers" })).toBeVisible();
}
const layers = (page: Page) => page.getByRole("listbox", { name: "Layers" }).getByRole("option");
const text = (page: Page) => page.getByRole("textbox", { name: "Its text" });

test("nine placements are compared, and each can be opened", async ({ page }) => {
  await open(page);
  const rows = page.locator("#placements tbody tr");
  await expect(rows).toHaveCount(9);
  await expect(rows.nth(1)).toContainText("10,752");
  await expect(rows.nth(1)).toContainText("P3 → P3, P4, P5");
  await expect(rows.nth(2)).toContainText("P3 → P3; P4 → P4; P5 → P5");
  await rows.nth(8).getByRole("link").click();
  await expect(figure(page, "YOLOv7-tiny")).toBeVisible();
  await expect(layers(page)).toHaveCount(81);
});

test("editing the text redraws the network", async ({ page }) => {
  await open(page);
  await expect(layers(page)).toHaveCount(28);
  const before = await text(page).inputValue();
  await text(page).fill(before.replace("SEAttention, [256]", "SEAttention, [256, 4]"));
  await expect(figure(page, "YOLOv5n")).toContainText("SE: 12,288 parameters");
  await page.getByRole("button", { name: "Reset" }).click();
  await expect(figure(page, "YOLOv5n")).toContainText("SE: 10,752 parameters");
  expect(await text(page).inputValue()).toBe(before);
});

test("what is wrong stands at its line, and the last network stays drawn", async ({ page }) => {
  await open(page);
  const before = await text(page).inputValue();
  await text(page).fill(before.replace("[[-1, 14], 1, Concat", "[[-1, 4], 1, Concat"));
  const line = before.split("\n").findIndex((one) => one.includes("[[-1, 14]")) + 1;
  const status = page.getByRole("status").filter({ hasText: "of the configuration" });
  await expect(status).toContainText(`Line ${String(line)} of the configuration`);
  await expect(status).toContainText("stride");
  await expect(layers(page)).toHaveCount(28);
  await page.getByRole("button", { name: `Go to line ${String(line)}` }).click();
  await expect(text(page)).toBeFocused();
  await page.keyboard.press("End");
  await text(page).fill(before);
  await expect(status).toBeHidden();
});

test("a layer is chosen by pointer and by keyboard, and told in full", async ({ page }) => {
  await open(page);
  const drawn = figure(page, "YOLOv5n");
  await layers(page).filter({ hasText: "SEAttention P4" }).click();
  await expect(drawn.getByRole("heading", { name: "Layer 22, SEAttention" })).toBeVisible();
  await expect(drawn).toContainText("boxes of P4 and P5");
  await page.getByRole("listbox", { name: "Layers" }).press("ArrowDown");
  await expect(drawn.getByRole("heading", { name: "Layer 23, Conv" })).toBeVisible();
});

test("feature maps follow the selected layer of the trained network alone", async ({ page }) => {
  await open(page);
  await layers(page).filter({ hasText: "C3 ×3" }).click();
  await expect(figure(page, "What channels of layer 6 look at")).toBeVisible();
  const before = await text(page).inputValue();
  await text(page).fill(before.replace("SEAttention, [256]", "SEAttention, [256, 4]"));
  await expect(page.getByRole("status").filter({ hasText: "no trained parameters" })).toBeVisible();
});

test("the figure saves what it shows", async ({ page }) => {
  await open(page, "yolov8n-inline");
  const drawn = figure(page, "YOLOv8n");
  const waiting = page.waitForEvent("download");
  await drawn.getByRole("button", { name: /CSV/ }).click();
  const csv = readFileSync(await (await waiting).path(), "utf8");
  expect(csv.trim().split("\n")).toHaveLength(1 + 26);
  expect(csv).toContain("DetectDFL");
});

for (const [width, scheme] of [
  [1440, "light"],
  [1440, "dark"],
  [390, "light"],
  [390, "dark"],
] as const) {
  test(`axe finds nothing at ${String(width)} pixels, ${scheme}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await open(page);
    await layers(page).filter({ hasText: "SEAttention P4" }).click();
    await expectNoSideways(page);
    await expectAccessible(page);
    const before = await text(page).inputValue();
    await text(page).fill(before.replace("SPPF", "SPPX"));
    await expect(page.getByRole("button", { name: /Go to line/ })).toBeVisible();
    await expectNoSideways(page);
    await expectAccessible(page);
  });
}
