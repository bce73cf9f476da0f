/** Trust in a stranger's notebook: given once, remembered, taken back; the network is another matter. */

import { type Page, expect, test } from "@playwright/test";
import { payloadOf } from "../files/notebooks/hostile/made.ts";

const text = (source: string): string =>
  `<!doctype html>\n<notebook>\n  <title>Strange</title>\n  <script id="1" type="module">\n    ${source}\n  </script>\n</notebook>\n`;
const answer = text("display(`the answer is ${6 * 7}`);");

async function openFile(page: Page, source: string): Promise<void> {
  await page.goto("./#/");
  await page
    .getByLabel("Notebook files")
    .setInputFiles({ name: "strange.html", mimeType: "text/html", buffer: Buffer.from(source) });
}

async function fromMenu(page: Page, item: string): Promise<void> {
  await page.getByRole("button", { name: "More for this notebook" }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("trust is remembered for the notebook and for the same link and file, and can be taken back", async ({
  page,
}) => {
  const shown = page.getByText("the answer is 42");
  const banner = page.getByText("Its code has not run");
  const link = `./#/link/${payloadOf(`\n${answer}`)}`;
  await page.goto(link);
  await expect(banner).toBeVisible();
  await expect(shown).toBeHidden();
  // What is only looked at is not kept.
  await page.goto("./#/");
  await expect(page.getByText("Nothing here yet")).toBeVisible();
  await page.goto(link);
  await page.getByRole("button", { name: "Run this notebook" }).click();
  await expect(shown).toBeVisible();
  await expect(page).toHaveURL(/#\/mine\//);
  await expect(page.getByText("Saved in this browser")).toBeVisible();
  await page.reload();
  await expect(shown).toBeVisible();
  await page.goto(link);
  await expect(shown).toBeVisible();
  await openFile(page, answer);
  await expect(shown).toBeVisible();
  await fromMenu(page, "Trusted: take that back");
  await expect(banner).toBeVisible();
  await expect(shown).toBeHidden();
  await page.reload();
  await expect(banner).toBeVisible();
  await expect(shown).toBeHidden();
  await page.goto(link);
  await expect(banner).toBeVisible();
  await expect(shown).toBeHidden();
});

test("the network is denied until it is allowed for one notebook, and only that one has it", async ({
  page,
}) => {
  const asked: string[] = [];
  await page.context().route("https://elsewhere.example/**", (route) => {
    asked.push(route.request().url());
    return route.fulfill({ body: "42", headers: { "Access-Control-Allow-Origin": "*" } });
  });
  const questions: string[] = [];
  page.on("dialog", (dialog) => {
    questions.push(dialog.message());
    void dialog.accept();
  });
  const data = 'display(await (await fetch("https://elsewhere.example/data")).text());';
  await openFile(page, text(data));
  await page.getByRole("button", { name: "Run this notebook" }).click();
  await expect(page.locator(".cell").getByRole("alert")).toContainText(
    /Failed to fetch.*Allow the network…/,
  );
  expect(asked).toEqual([]);

  await fromMenu(page, "Allow the network…");
  await page.getByRole("dialog").getByRole("button", { name: "Allow" }).click();
  await expect(page).toHaveURL(/online\.html#\/mine\//);
  await expect(page.locator(".cell .observablehq--inspect")).toContainText("42");
  expect(asked).toHaveLength(1);
  expect(questions).toHaveLength(1);
  expect(questions[0]).toContain("Strange");

  await page.goto("./online.html#/");
  await expect(page).toHaveURL(/localhost:\d+\/#\/$/);
  await page.getByRole("link", { name: "Strange", exact: true }).click();
  await expect(page).toHaveURL(/online\.html#\/mine\//);
  await fromMenu(page, "Take the network away…");
  await page.getByRole("dialog").getByRole("button", { name: "Take it away" }).click();
  await expect(page).toHaveURL(/localhost:\d+\/#\/mine\//);
  await expect(page.locator(".cell").getByRole("alert")).toContainText("Failed to fetch");
});
