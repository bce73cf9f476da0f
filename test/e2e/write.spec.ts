/** Writing: a notebook from nothing, by keyboard; kept, taken away, shared, and trusted again. */

import { type Browser, type Page, expect } from "@playwright/test";
import { begin, expectAccessible, expectNoSideways, figure, test, write } from "./page.ts";

const query = "?backend=wasm&size=320";
const cells = [
  "const photo = view(choosePhoto());",
  "const trace = inspect(photo);",
  'const channels = view(ChannelWeights(trace, { layer: "P4" }));',
  'FeatureMaps(trace, { layer: "P4", channels })',
];

/** Writes the notebook of this file, all by keyboard, and selects a photograph and a channel. */
async function writeAll(page: Page): Promise<void> {
  await begin(page);
  await page.keyboard.press("Enter");
  await write(page, 1, "# What P4 sees");
  for (const [i, source] of cells.entries()) {
    await page.keyboard.press("Shift+Enter");
    await write(page, i + 2, source);
    if (i > 0) continue;
    await page.keyboard.press("Control+Enter");
    await page.getByRole("radio", { name: "Cat" }).press("Space");
    await page.getByRole("textbox", { name: "Cell 2, " }).focus();
  }
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("Escape");
  const weights = figure(page, "What SE raised and lowered at P4");
  await expect(figure(page, "What channels of P4 look at").getByRole("article")).toHaveCount(6);
  await weights.getByRole("application").or(weights.locator("[tabindex='0']")).first().focus();
  for (const key of ["Home", "ArrowRight", "ArrowRight", "Enter"]) await page.keyboard.press(key);
}

/** What the notebook shows: the channel's name and the picture of its map. */
async function shown(page: Page): Promise<{ readonly name: string; readonly map: string }> {
  await expect(page.getByRole("heading", { level: 1, name: "What P4 sees" })).toBeVisible();
  const maps = figure(page, "What channels of P4 look at");
  await expect(maps.getByRole("article")).toHaveCount(1);
  await expect(page.getByRole("radio", { name: "Cat" })).toBeChecked();
  await expect(page.locator(".cell[aria-busy='true']")).toHaveCount(0);
  const name = (await maps.getByRole("article").getAttribute("aria-label")) ?? "";
  const picture = (): Promise<string> =>
    maps
      .locator("canvas")
      .first()
      .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  // The picture is drawn when the maps have come from the engine.
  let map = "";
  await expect
    .poll(async () => {
      const before = map;
      map = await picture();
      return map === before && map.length > 1000;
    })
    .toBe(true);
  return { name, map };
}

async function saved(page: Page): Promise<void> {
  await expect(page.getByText("Saved in this browser")).toBeVisible();
}

async function inCleanProfile(
  browser: Browser,
  { baseURL, act }: { baseURL: string | undefined; act: (page: Page) => Promise<void> },
): Promise<void> {
  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  try {
    await act(await context.newPage());
  } finally {
    await context.close();
  }
}

/** Nothing of a stranger's notebook runs until the person says so; then it does. */
async function trust(page: Page): Promise<void> {
  await expect(page.getByText("Its code has not run")).toBeVisible();
  await expect(page.getByText("view(choosePhoto())")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "What P4 sees" })).toBeVisible();
  expect(await page.getByRole("radiogroup").count()).toBe(0);
  expect(await page.getByRole("figure").count()).toBe(0);
  await page.getByRole("button", { name: "Run this notebook" }).press("Enter");
}

test("a notebook is written by keyboard, kept, taken away and shared", async ({
  page,
  browser,
  baseURL,
}) => {
  await writeAll(page);
  const first = await shown(page);
  expect(first.name).toBe("Channel 2");

  await saved(page);
  await page.reload();
  expect(await shown(page)).toEqual(first);

  await page.getByRole("button", { name: "Share…" }).press("Enter");
  const link = await page.getByRole("textbox", { name: "Link to this notebook" }).inputValue();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Share…" })).toBeFocused();

  await page.getByRole("button", { name: "More for this notebook" }).press("Enter");
  const downloading = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Download" }).press("Enter");
  const file = await (await downloading).path();

  await inCleanProfile(browser, {
    baseURL,
    act: async (clean) => {
      await clean.goto(`./${query}#/`);
      const choosing = clean.waitForEvent("filechooser");
      await clean.getByRole("button", { name: "Open a file…" }).press("Enter");
      await (
        await choosing
      ).setFiles({
        name: "What P4 sees.html",
        mimeType: "text/html",
        buffer: await (await import("node:fs/promises")).readFile(file),
      });
      await trust(clean);
      expect(await shown(clean)).toEqual(first);
    },
  });
  await inCleanProfile(browser, {
    baseURL,
    act: async (clean) => {
      await clean.goto(link.replace("#", `${query}#`));
      await trust(clean);
      expect(await shown(clean)).toEqual(first);
      await clean.reload();
      expect(await shown(clean)).toEqual(first);
    },
  });
});

test("only what names a changed value runs again, and a moved cell stands", async ({ page }) => {
  await begin(page);
  await page.keyboard.press("Enter");
  await write(page, 1, "# Numbers");
  const sources = ["const a = 20;", "a + 2", "display(html`<b>still</b>`)"];
  for (const [i, source] of sources.entries()) {
    await page.keyboard.press("Shift+Enter");
    await write(page, i + 2, source);
  }
  await page.keyboard.press("Control+Enter");
  const still = page.locator("b", { hasText: "still" });
  await still.evaluate((element) => element.setAttribute("data-mark", "1"));
  await page.keyboard.press("Escape");
  for (const key of ["ArrowUp", "ArrowUp", "Enter"]) await page.keyboard.press(key);
  await write(page, 2, "const a = 40;");
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".observablehq--inspect", { hasText: "42" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("End");
  await page.keyboard.press("Alt+ArrowUp");
  await expect(page.locator(".cell").nth(2).locator("[data-mark]")).toHaveText("still");
  await expect(page.locator(".cell").nth(2)).toBeFocused();
});

test("what is deleted comes back, and undo goes over the whole notebook", async ({ page }) => {
  await begin(page);
  await page.keyboard.press("b");
  await write(page, 2, "6 * 7");
  await page.keyboard.press("Control+Enter");
  const answer = page.locator(".observablehq--inspect", { hasText: "42" });
  await expect(answer).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.type("dd");
  await expect(answer).toHaveCount(0);
  await expect(page.getByText("Cell 2 deleted")).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).last().press("Enter");
  await expect(answer).toBeVisible();
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect(page.locator(".cell")).toHaveCount(1);
  await page.keyboard.press("Control+Shift+z");
  await page.keyboard.press("Control+Shift+z");
  await expect(answer).toBeVisible();
});

test("a cell is dragged by its handle to where the line is", async ({ page }) => {
  await begin(page);
  for (const [i, source] of ["1 + 1", "2 + 2"].entries()) {
    await page.keyboard.press("b");
    await write(page, i + 2, source);
    await page.keyboard.press("Control+Enter");
    await page.keyboard.press("Escape");
  }
  const cell = page.locator(".cell");
  await expect(cell.nth(2)).toContainText("4");
  await cell.nth(2).hover();
  await cell
    .nth(2)
    .locator(".handle")
    .dragTo(cell.nth(0), { targetPosition: { x: 200, y: 2 } });
  await expect(cell.nth(0)).toHaveAttribute("data-cell", "3");
  await page.keyboard.press("Control+z");
  await expect(cell.nth(2)).toHaveAttribute("data-cell", "3");
});

test("a cell that waits says for what, and can be stopped and run again", async ({ page }) => {
  await begin(page);
  await page.keyboard.press("b");
  await write(page, 2, "const never = new Promise(() => {});");
  await page.keyboard.press("Shift+Enter");
  await write(page, 3, "never + 1");
  await page.keyboard.press("Control+Enter");
  const cell = page.locator(".cell");
  await expect(cell.nth(2)).toContainText("Waits for never (cell 2).");
  await page.keyboard.press("Escape");
  await page.keyboard.press("i");
  await expect(cell.nth(2)).toContainText("Stopped.");
  await cell.nth(2).getByRole("button", { name: "Run again" }).press("Enter");
  await expect(cell.nth(2)).toContainText("Waits for never (cell 2).");
});

test("a mistake is marked at its place, and the others live", async ({ page }) => {
  await begin(page);
  await page.keyboard.press("b");
  await write(page, 2, "const one = 1 +;");
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".cm-lintRange-error")).toBeVisible();
  await expect(page.locator(".cell").nth(1).getByRole("alert")).toBeVisible();
  await expect(page.locator(".cm-content:focus")).toBeVisible();
});

test("names are completed with their docs", async ({ page }) => {
  await begin(page);
  await page.keyboard.press("b");
  await expect(page.locator(".cm-content:focus")).toBeVisible();
  await page.keyboard.type("ChannelW");
  await expect(page.getByRole("option", { name: /ChannelWeights/ })).toBeVisible();
  await expect(page.locator(".cm-name")).toContainText("SE layer");
  // A list that has just come takes no key, so that one that was meant for the text does no harm.
  await page.waitForTimeout(200);
  await page.keyboard.press("Enter");
  await expect(page.locator(".cm-content")).toContainText("ChannelWeights");
});

test("a shipped notebook loads no editor until it is edited, and becomes a copy then", async ({
  page,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`./${query}#/channel-weights`);
  await expect(page.getByRole("heading", { name: /\d+ detections? in/ })).toBeVisible();
  const heavy = (): string[] =>
    asked.filter((url) => /CellEditor|compile-cell|typescript/.test(url));
  expect(heavy()).toEqual([]);
  await page.getByRole("heading", { name: /detections? in/ }).evaluate((element) => {
    element.setAttribute("data-mark", "1");
  });
  await page.locator(".cell").first().focus();
  await page.keyboard.press("Enter");
  await expect(page.locator(".cm-content:focus")).toBeVisible();
  await page.keyboard.type("Mine. ");
  await expect(page).toHaveURL(/#\/mine\//);
  await page.keyboard.press("Escape");
  await expect(page.locator(".cell").first()).toContainText("Mine.");
  await expect(page.locator("[data-mark]")).toHaveCount(1);
  await saved(page);
  await page.getByRole("link", { name: "Back to the original" }).press("Enter");
  await expect(page).toHaveURL(/#\/channel-weights$/);
  await expect(page.locator(".cell").first()).not.toContainText("Mine.");
  await expect(page.getByRole("link", { name: "Open it" })).toBeVisible();
});

for (const [width, scheme] of [
  [1440, "light"],
  [1440, "dark"],
  [390, "light"],
  [390, "dark"],
] as const) {
  test(`axe finds nothing in the editor at ${String(width)} pixels, ${scheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    await begin(page);
    await page.keyboard.press("b");
    await write(page, 2, 'const text = "blue" + 1; // said');
    await page.keyboard.press("Control+Enter");
    await expectNoSideways(page);
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Share…" }).click();
    await expect(page.getByRole("textbox", { name: "Link to this notebook" })).toBeVisible();
    await expectAccessible(page);
  });
}
