/** What the end-to-end tests do again and again in the app's page. */

import { AxeBuilder } from "@axe-core/playwright";
import { type Locator, type Page, test as base, expect } from "@playwright/test";

/** A test that fails where the page logs an error, throws, or asks any other server for anything. */
export const test = base.extend<{ mayLogErrors: boolean; quiet: undefined }>({
  mayLogErrors: [false, { option: true }],
  quiet: [
    async ({ page, baseURL, mayLogErrors }, use) => {
      const problems: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error" && !mayLogErrors) problems.push(message.text());
      });
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("request", (request) => {
        const url = request.url();
        if (!/^(blob|data):/.test(url) && !url.startsWith(baseURL ?? ""))
          problems.push(`asked ${url}`);
      });
      await use(undefined);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});

/** Opens the notebook "Channel weights" and waits for its first detections. */
export async function openNotebook(page: Page, query = "?backend=wasm"): Promise<void> {
  await page.goto(`./${query}#/channel-weights`);
  await expect(page.getByRole("heading", { name: /\d+ detections? in/ })).toBeVisible();
}

/** Opens the panel that says where the network runs. */
export async function openPanel(page: Page): Promise<void> {
  await page.locator("header summary").click();
}

/** One line of the list of detections. */
export interface Line {
  readonly className: string;
  readonly headScale: string;
  readonly confidence: number;
}

/** Returns the detections as the page lists them, best first. */
export async function listed(page: Page): Promise<Line[]> {
  const lines = await page
    .getByRole("list", { name: "Detections, best first" })
    .getByRole("button")
    .evaluateAll((buttons) => buttons.map((button) => button.textContent ?? ""));
  return lines.map((line) => {
    const [, className = "", headScale = "", confidence = ""] =
      /^\s*(.+?)\s*(P\d)\s*(\d\.\d+)\s*$/.exec(line) ?? [];
    return { className, headScale, confidence: Number(confidence) };
  });
}

/** Chooses a bundled photograph and waits until its detections are there. */
export async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole("radio", { name }).check({ force: true });
  await expect(page.getByRole("heading", { name: new RegExp(`in ${name}$`) })).toBeVisible();
}

/** Returns the figure whose title begins so. */
export function figure(page: Page, title: string): Locator {
  return page.getByRole("figure").filter({ has: page.getByRole("heading", { name: title }) });
}

/** Fails where axe finds a fault of accessibility in the page as it stands, or in a part of it by its selector. */
export async function expectAccessible(page: Page, within = "html"): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include(within).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(" | ")}`);
  expect(found).toEqual([]);
}

/** Fails where the page is wider than the window. */
export async function expectNoSideways(page: Page): Promise<void> {
  const [page_, window_] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    innerWidth,
  ]);
  expect(page_).toBeLessThanOrEqual(window_ ?? 0);
}

/** Begins a blank notebook from the gallery; its first cell has the focus. */
export async function begin(page: Page, query = "?backend=wasm&size=320"): Promise<void> {
  await page.goto(`./${query}#/`);
  await page.getByRole("link", { name: "New notebook" }).press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: /Blank/ }).press("Enter");
  await expect(page).toHaveURL(/#\/mine\//);
  await expect(page.locator(".cell").first()).toBeFocused();
}

/** Types into a cell's editor, which has the cursor. `number` is the cell's place, from 1. */
export async function write(page: Page, number: number, source: string): Promise<void> {
  const editor = page.getByRole("textbox", { name: `Cell ${String(number)}, ` });
  await expect(editor).toBeFocused();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(source);
  await expect(editor).toContainText(source);
}

/** Presses a key, Tab where it is left out, until something has the focus; fails where it never comes there. */
export async function goTo(page: Page, target: Locator, key = "Tab"): Promise<void> {
  await expect(target).toBeVisible();
  const focused = (): Promise<boolean> =>
    target.evaluate((element) => element === document.activeElement);
  // On a busy machine the target may become reachable a little later than it is there.
  for (let left = 200; left > 0 && !(await focused()); left--) await page.keyboard.press(key);
  await expect(target).toBeFocused();
}

/** The cards of one's own notebooks in the gallery. */
export function cards(page: Page): Locator {
  return page.getByRole("region", { name: "Your notebooks" }).getByRole("listitem");
}
