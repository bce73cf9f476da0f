/** The main job: detections, channel weights and feature maps of one photograph, linked. */

import { expect } from "@playwright/test";
import { readFileSync } from "node:fs";
import {
  choose,
  expectAccessible,
  expectNoSideways,
  figure,
  listed,
  openNotebook,
  openPanel,
  test,
} from "./page.ts";

test("on WebGL, from opening to feature maps", async ({ page }) => {
  await openNotebook(page, "?backend=webgl&size=320");
  await openPanel(page);
  await expect(page.getByText(/The network runs on WebGL/)).toBeVisible();
  expect((await listed(page)).length).toBeGreaterThan(2);
  const maps = figure(page, "What channels of P5 look at");
  await expect(maps.getByRole("article")).toHaveCount(6);
  await choose(page, "Motorcycle");
  expect((await listed(page))[0]?.className).toBe("motorcycle");
});

test("thresholds filter again without a run", async ({ page }) => {
  await openNotebook(page);
  const before = await listed(page);
  const slider = page.getByRole("slider", { name: /confidence/i });
  await slider.fill("0.6");
  await expect
    .poll(async () => await listed(page))
    .toEqual(before.filter(({ confidence }) => confidence > 0.6));
  await slider.fill("0.95");
  await expect(page.getByText(/Nothing above 0\.95/)).toBeVisible();
  await expect(page.locator("header .step")).toContainText("Ready");
});

test("a selected detection takes the other figures to its head scale", async ({ page }) => {
  await openNotebook(page);
  const list = page.getByRole("list", { name: "Detections, best first" });
  const lines = await listed(page);
  const other = lines.findIndex(({ headScale }) => headScale !== "P5");
  expect(other).toBeGreaterThanOrEqual(0);
  const scale = lines[other]?.headScale ?? "";
  await list.getByRole("button").nth(other).click();
  await expect(page.getByRole("radio", { name: scale, exact: true })).toBeChecked();
  await expect(figure(page, `What channels of ${scale} look at`)).toBeVisible();
});

test("a channel selected in one figure is selected in the other", async ({ page }) => {
  await openNotebook(page);
  await page.getByRole("radio", { name: "P4", exact: true }).check();
  const weights = figure(page, "What SE raised and lowered at P4").first();
  const maps = figure(page, "What channels of P4 look at");
  await expect(maps.getByRole("article")).toHaveCount(6);
  const plot = weights.getByRole("application").or(weights.locator("[tabindex='0']")).first();
  await plot.focus();
  for (const key of ["Home", "ArrowRight", "ArrowRight", "ArrowRight", "Enter"])
    await page.keyboard.press(key);
  await expect(maps.getByRole("article")).toHaveCount(1);
  const name = await maps.getByRole("article").getAttribute("aria-label");
  const channel = /\d+/.exec(name ?? "")?.[0] ?? "";
  await expect(
    weights.getByRole("button", { name: `Take channel ${channel} out of the selection` }),
  ).toBeVisible();
  await maps.getByRole("button", { name: `Take channel ${channel} away` }).click();
  await expect(
    weights.getByRole("button", { name: `Take channel ${channel} out of the selection` }),
  ).toBeHidden();
});

test("selected channels stay when the photograph changes", async ({ page }) => {
  await openNotebook(page);
  const maps = figure(page, "What channels of P5 look at");
  await maps.getByRole("spinbutton", { name: /channel/i }).fill("200");
  await maps.getByRole("button", { name: "Add" }).click();
  const chosen = maps.getByRole("article", { name: "channel 200" });
  await expect(chosen).toBeVisible();
  await choose(page, "Astronaut");
  await expect(maps.getByRole("article", { name: "channel 200" })).toBeVisible();
});

test("a newer photograph takes the place of the one before", async ({ page }) => {
  await openNotebook(page);
  for (const name of ["Cat", "Coffee", "Cups", "Motorcycle"])
    await page.getByRole("radio", { name }).check({ force: true });
  await expect(page.getByRole("heading", { name: /in Motorcycle$/ })).toBeVisible();
  await page.waitForTimeout(1500);
  await expect(page.getByRole("heading", { name: /detections? in/ })).toHaveText(/in Motorcycle$/);
});

test("the backend is changed in the page, and the figures still give maps", async ({ page }) => {
  await openNotebook(page, "?backend=wasm&size=320");
  await openPanel(page);
  await page.getByRole("combobox", { name: "Backend" }).selectOption("webgl");
  await expect(page.getByText(/The network runs on WebGL/)).toBeVisible();
  await expect(page).toHaveURL(/backend=webgl/);
  await page.keyboard.press("Escape");
  await page.getByRole("radio", { name: "P3", exact: true }).check();
  await expect(figure(page, "What channels of P3 look at").getByRole("article")).toHaveCount(6);
});

test("a figure saves what it shows", async ({ page }) => {
  await openNotebook(page);
  const weights = figure(page, "What SE raised and lowered at P5").first();
  const save = async (kind: string): Promise<string> => {
    const waiting = page.waitForEvent("download");
    await weights.getByRole("button", { name: new RegExp(kind) }).click();
    return readFileSync(await (await waiting).path(), "latin1");
  };
  const csv = await save("CSV");
  expect(csv.trim().split("\n")).toHaveLength(257);
  expect(await save("SVG")).toContain("<svg");
  expect(await save("PNG")).toMatch(/^.PNG/);
});

test("a cell's source can be read", async ({ page }) => {
  await openNotebook(page);
  const cell = page
    .locator(".cell")
    .filter({ has: page.getByRole("radiogroup", { name: "Photograph" }) });
  await cell.hover();
  await cell.getByRole("button", { name: "Code" }).click();
  await expect(cell.getByText("view(choosePhoto())")).toBeVisible();
});

test.describe("without the network's parameters", () => {
  test.use({ mayLogErrors: true });
  test("the page says so, and it can be tried again", async ({ page }) => {
    await page.route("**/parameters.safetensors", (route) =>
      route.fulfill({ status: 404, body: "" }),
    );
    await page.goto("./?backend=wasm#/channel-weights");
    await expect(page.getByRole("alert").first()).toContainText("parameters.safetensors");
    await page.unroute("**/parameters.safetensors");
    await page.getByRole("button", { name: "Try again" }).first().click();
    await expect(page.getByRole("heading", { name: /detections? in/ })).toBeVisible();
  });
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
    await openNotebook(page, "?backend=wasm&size=320");
    await expect(figure(page, "What channels of P5 look at").getByRole("article")).toHaveCount(6);
    await expectNoSideways(page);
    await expectAccessible(page);
  });
}
