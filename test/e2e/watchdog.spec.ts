/** Cells that never end: the page asks and goes on, or comes back without the cell that killed it. */

import { type BrowserContext, type Locator, type Page, expect, test } from "@playwright/test";

const off = "This cell is switched off";
/** A mark of a cell that is younger than this may be of a tab that is alive, in milliseconds. */
const young = 5_500;

function textOf(cells: readonly string[]): string {
  const scripts = cells.map(
    (source, i) => `  <script id="${String(i + 1)}" type="module">\n    ${source}\n  </script>\n`,
  );
  return `<!doctype html>\n<notebook>\n  <title>Watched</title>\n${scripts.join("")}</notebook>\n`;
}

/** Opens a text as a file and lets its code run. */
async function runFile(page: Page, text: string): Promise<void> {
  await page.goto("./#/");
  await page
    .getByLabel("Notebook files")
    .setInputFiles({ name: "watched.html", mimeType: "text/html", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Run this notebook" }).click();
}

/** Answers every question of the watchdog alike and returns the questions. */
function answer(page: Page, { stop }: { stop: boolean }): readonly string[] {
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.message());
    void (stop ? dialog.accept() : dialog.dismiss());
  });
  return asked;
}

/** The cell with this place, from 1. */
function cell(page: Page, number: number): Locator {
  return page.locator(".cell").nth(number - 1);
}

/** Waits until a page's thread is blocked for good, kills the page, and opens the notebook in another. */
async function comeBack(
  { page, kill }: Mortal,
  { context, address }: { context: BrowserContext; address: string },
): Promise<Mortal> {
  await new Promise((done) => setTimeout(done, young));
  const crashed = page.waitForEvent("crash", { timeout: 20_000 });
  kill();
  await crashed;
  await page.close();
  const next = await mortal(await context.newPage());
  await next.page.goto(address);
  return next;
}

/** A page that can be killed; what kills it is to be there before its thread is blocked. */
interface Mortal {
  readonly page: Page;
  readonly kill: () => void;
}

async function mortal(page: Page): Promise<Mortal> {
  const session = await page.context().newCDPSession(page);
  return { page, kill: () => void session.send("Page.crash").catch(() => undefined) };
}

test("an endless loop is stopped when the person says so; the others live, and it can run again", async ({
  page,
}) => {
  const asked = answer(page, { stop: true });
  await runFile(
    page,
    textOf(["display(`before ${6 * 7}`);", "for (;;);", "display(`after ${6 * 8}`);"]),
  );
  await expect(cell(page, 2)).toContainText(off);
  await expect(cell(page, 1)).toContainText("before 42");
  await expect(cell(page, 3)).toContainText("after 48");
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain("Cell 2 has kept the page busy for 3 seconds");
  await expect(page.getByText("Saved in this browser")).toBeVisible();

  await page.reload();
  await expect(cell(page, 3)).toContainText("after 48");
  await expect(cell(page, 2)).toContainText(off);
  expect(asked).toHaveLength(1);

  await cell(page, 2).getByRole("button", { name: "Run again" }).click();
  await expect.poll(() => asked.length).toBe(2);
  await expect(cell(page, 2)).toContainText(off);
  await expect(cell(page, 1)).toContainText("before 42");
});

test("a no lets the loop go on, and it is asked again later", async ({ page }) => {
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.message());
    void (asked.length === 1 ? dialog.dismiss() : dialog.accept());
  });
  await runFile(page, textOf(["for (;;) await 1;", "display(`after ${6 * 8}`);"]));
  await expect(cell(page, 1)).toContainText(off);
  await expect(cell(page, 2)).toContainText("after 48");
  expect(asked).toHaveLength(2);
  expect(asked[1]).toContain("10 seconds");
});

test("a switched-off cell that was changed runs, and stays on", async ({ page }) => {
  answer(page, { stop: true });
  await runFile(page, textOf(["for (;;);", "display(`after ${6 * 8}`);"]));
  await expect(cell(page, 1)).toContainText(off);
  await cell(page, 1).focus();
  await page.keyboard.press("Enter");
  await expect(page.locator(".cm-content:focus")).toBeVisible();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("display(`mended ${6 * 9}`)");
  await page.keyboard.press("Control+Enter");
  await expect(cell(page, 1)).toContainText("mended 54");
  await expect(page.getByText("Saved in this browser")).toBeVisible();
  await page.reload();
  await expect(cell(page, 1)).toContainText("mended 54");
});

test("what no watchdog can stop kills the page once: it comes back with that cell switched off", async ({
  page,
  context,
}) => {
  const slow = `/^(a+)+$/.test("${"a".repeat(40)}b");`;
  const first = await mortal(page);
  await runFile(page, textOf([slow, "display(`after ${6 * 8}`);"]));
  const address = page.url();
  const { page: next } = await comeBack(first, { context, address });
  await expect(cell(next, 1)).toContainText(off);
  await expect(cell(next, 1)).toContainText("the page had to be closed while it ran");
  await expect(cell(next, 2)).toContainText("after 48");
  await next.reload();
  await expect(cell(next, 2)).toContainText("after 48");
  await expect(cell(next, 1)).toContainText(off);
});
