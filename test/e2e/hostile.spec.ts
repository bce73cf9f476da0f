/** Notebooks that mean harm, as files and as links: nothing runs before trust, and the page answers throughout. */

import { readFileSync } from "node:fs";
import { type BrowserContext, type Page, expect, test } from "@playwright/test";
import { type HostileNotebook, hostileNotebooks } from "../files/notebooks/hostile/index.ts";
import {
  badPayloads,
  hugeCell,
  longCell,
  payloadOf,
  tooManyCells,
} from "../files/notebooks/hostile/made.ts";

const folder = "test/files/notebooks/hostile/";
/** The page answers within this time, in milliseconds, on a slow machine too. */
const soon = { timeout: 8_000 };

/** Returns what was asked of any server but the app's own; grows while the context lives. */
async function watchNetwork(context: BrowserContext): Promise<readonly string[]> {
  const asked: string[] = [];
  await context.route(
    (url) => url.hostname !== "localhost" && /^(http|ws)s?:$/.test(url.protocol),
    (route) => {
      asked.push(route.request().url());
      return route.fulfill({ body: "globalThis.pwned = 'from a server'" });
    },
  );
  return asked;
}

/** Notes whatever sets `globalThis.pwned`, also in a frame, and where it stood. */
async function watchPwned(page: Page): Promise<readonly string[]> {
  const pwned: string[] = [];
  await page.exposeFunction("notePwned", (what: string) => pwned.push(what));
  await page.addInitScript(() => {
    let value: unknown;
    Object.defineProperty(globalThis, "pwned", {
      get: () => value,
      set: (given: unknown) => {
        value = given;
        Reflect.get(globalThis, "notePwned")(String(given));
      },
    });
  });
  return pwned;
}

async function openFile(page: Page, { name, text }: { name: string; text: string }): Promise<void> {
  await page.goto("./#/");
  await page
    .getByLabel("Notebook files")
    .setInputFiles({ name, mimeType: "text/html", buffer: Buffer.from(text) });
}

/** Fails where the page does not do what a click asks of it, or is not the app any more. */
async function expectAnswers(page: Page): Promise<void> {
  const menu = page.getByRole("button", { name: "More for this notebook" });
  await menu.click(soon);
  await expect(page.getByRole("menuitem", { name: "Download" })).toBeVisible(soon);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menuitem", { name: "Download" })).toBeHidden(soon);
}

/** Returns what of the cells' output could run, load, cover the page or lead out of it without a sound. */
async function harmful(page: Page): Promise<readonly string[]> {
  return page.locator(".observablehq--cell").evaluateAll((cells) =>
    cells.flatMap((cell) =>
      [...cell.querySelectorAll("*")].flatMap((element) => {
        const tag = /^(script|iframe|object|embed|applet|base|meta|link|form|foreignobject)$/i;
        const found = tag.test(element.localName) ? [element.localName] : [];
        for (const { name, value } of element.attributes) {
          const address = /^(href|xlink:href|src|srcset|action|formaction|data|poster)$/.test(name);
          if (/^on/i.test(name)) found.push(`${element.localName} ${name}`);
          if (address && /^[\s\0-\x20]*(javascript|vbscript|data:text)/i.test(value))
            found.push(`${name}=${value}`);
        }
        return found;
      }),
    ),
  );
}

async function expectUntrusted(page: Page, { cells, shows }: HostileNotebook): Promise<void> {
  await expect(page.getByText("Its code has not run")).toBeVisible(soon);
  await expect(page.locator(".cell")).toHaveCount(cells, soon);
  await expect(page.getByRole("article").first()).toContainText(shows, soon);
  await expectAnswers(page);
  expect(await harmful(page)).toEqual([]);
}

test("every hostile file opens without running anything, and the page answers", async ({
  page,
  context,
}) => {
  test.setTimeout(300_000);
  const [asked, pwned] = [await watchNetwork(context), await watchPwned(page)];
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  for (const hostile of hostileNotebooks) {
    await test.step(hostile.name, async () => {
      const text = readFileSync(`${folder}${hostile.name}.html`, "utf8");
      await openFile(page, { name: `${hostile.name}.html`, text });
      if (hostile.problems !== undefined) {
        await expect(page.getByRole("alert")).toHaveCount(hostile.problems, soon);
        await page.getByRole("link", { name: `Hostile: ${hostile.name}`, exact: true }).click();
      }
      await expectUntrusted(page, hostile);
      expect(page.url()).toMatch(/#\/mine\/\w+$/);
      expect([pwned, asked, dialogs]).toEqual([[], [], []]);
    });
  }
  const polluted = await page.evaluate(() => [
    Reflect.get({}, "pwned"),
    Object.keys(Object.prototype),
  ]);
  expect(polluted).toEqual([undefined, []]);
});

test("files that are too much are refused or shown at once", async ({ page, context }) => {
  const [asked, pwned] = [await watchNetwork(context), await watchPwned(page)];
  const refused = { "huge.html": hugeCell(), "many.html": tooManyCells() };
  for (const [name, text] of Object.entries(refused)) {
    await openFile(page, { name, text });
    await expect(page.getByRole("alert")).toContainText(name, soon);
    await page.getByRole("link", { name: "New notebook" }).click(soon);
    await expect(page.getByRole("dialog").getByRole("button").first()).toBeFocused(soon);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden(soon);
  }
  await openFile(page, { name: "long.html", text: longCell() });
  await expect(page.getByText("Its code has not run")).toBeVisible(soon);
  await expectAnswers(page);
  expect([pwned, asked]).toEqual([[], []]);
});

test("every bad link gets a sentence, and a hostile notebook in a link does not run", async ({
  page,
  context,
}) => {
  const [asked, pwned] = [await watchNetwork(context), await watchPwned(page)];
  await page.goto("./#/");
  for (const [name, { payload, sentence }] of Object.entries(badPayloads)) {
    await test.step(name, async () => {
      await page.evaluate((hash) => (location.hash = hash), `#/link/${payload()}`);
      await expect(page.getByRole("alert")).toContainText(sentence, soon);
      await page.getByRole("link", { name: "To the gallery" }).click(soon);
      await expect(page.getByRole("heading", { name: "Your notebooks" })).toBeVisible(soon);
    });
  }
  for (const hostile of hostileNotebooks) {
    const text = readFileSync(`${folder}${hostile.name}.html`, "utf8");
    const link = `#/link/${payloadOf(`\n${text}`)}`;
    // What is longer can't be sent as a link at all.
    if (link.length > 100_000 || hostile.problems !== undefined) continue;
    await test.step(hostile.name, async () => {
      await page.evaluate((hash) => (location.hash = hash), link);
      await expect(page).toHaveTitle(new RegExp(`^Hostile: ${hostile.name}\\b.* · SE Lens$`), soon);
      await expectUntrusted(page, hostile);
    });
  }
  expect([pwned, asked]).toEqual([[], []]);
});

test("once they are trusted, Markdown and HTML of strangers stay sanitised, and no server is asked", async ({
  page,
  context,
}) => {
  test.setTimeout(300_000);
  const [asked, pwned] = [await watchNetwork(context), await watchPwned(page)];
  const texts = hostileNotebooks.filter(({ untrusted }) => untrusted.startsWith("Its Markdown"));
  expect(texts.length).toBeGreaterThan(10);
  for (const { name, cells } of texts) {
    await test.step(name, async () => {
      const text = readFileSync(`${folder}${name}.html`, "utf8");
      await openFile(page, { name: `${name}.html`, text });
      await page.getByRole("button", { name: "Run this notebook" }).click(soon);
      await expect(page.getByText("Its code has not run")).toBeHidden(soon);
      await expect(page.locator(".cell[data-state]")).toHaveCount(cells, soon);
      await expectAnswers(page);
      expect(await harmful(page)).toEqual([]);
      expect([pwned, asked]).toEqual([[], []]);
    });
  }
});

test("trusted code asks no server either", async ({ page, context }) => {
  const asked = await watchNetwork(context);
  const pwned = await watchPwned(page);
  page.on("dialog", (dialog) => void dialog.dismiss());
  for (const name of ["expressions", "code"]) {
    const text = readFileSync(`${folder}${name}.html`, "utf8");
    await openFile(page, { name: `${name}.html`, text });
    await page.getByRole("button", { name: "Run this notebook" }).click(soon);
    await expect.poll(() => pwned, soon).toContain(name);
  }
  await page.waitForTimeout(1000);
  expect(asked).toEqual([]);
  expect(page.url()).toContain("localhost");
});
