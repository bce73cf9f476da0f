/** The whole life of a notebook with no pointer: every step is a key, and every key is where a person would press it. */

import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { cards, goTo, test, write } from "./page.ts";

test("a notebook is begun, written, helped, shared, downloaded, renamed and deleted by keyboard alone", async ({
  page,
}) => {
  const { keyboard } = page;
  const cell = page.locator(".cell");
  const dialog = page.getByRole("dialog");

  await page.goto("./?backend=wasm&size=320#/");
  await goTo(page, page.getByRole("link", { name: "New notebook" }));
  await keyboard.press("Enter");
  await goTo(page, dialog.getByRole("button", { name: /^Blank/ }));
  await keyboard.press("Enter");
  await expect(cell.first()).toBeFocused();

  await keyboard.press("Enter");
  await write(page, 1, "# By hand");
  await keyboard.press("Shift+Enter");
  await write(page, 2, "display(6 * 7)");
  await keyboard.press("Control+Enter");
  await expect(cell.nth(1)).toContainText("42");
  await keyboard.press("Escape");
  await expect(cell.nth(1)).toBeFocused();

  const order = (): Promise<(string | null)[]> =>
    cell.evaluateAll((cells) => cells.map((one) => one.getAttribute("data-cell")));
  await keyboard.press("c");
  await expect(cell).toHaveCount(3);
  await expect(cell.nth(2)).toBeFocused();
  const [first, second, copy] = await order();
  await keyboard.press("Alt+ArrowUp");
  await expect.poll(order).toEqual([first, copy, second]);
  await expect(cell.nth(1)).toBeFocused();
  await keyboard.press("Delete");
  await expect.poll(order).toEqual([first, second]);
  await keyboard.press("z");
  await expect.poll(order).toEqual([first, copy, second]);
  await keyboard.press("Shift+Z");
  await expect.poll(order).toEqual([first, second]);
  await expect(page.locator(".cell[tabindex='0']")).toBeFocused();

  const share = page.getByRole("button", { name: "Share…" });
  await goTo(page, share, "Shift+Tab");
  await keyboard.press("Enter");
  await goTo(page, dialog.getByRole("textbox", { name: "Link to this notebook" }));
  await keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(share).toBeFocused();

  await goTo(page, page.locator(".cell[tabindex='0']"));
  await keyboard.press("End");
  await expect(cell.last()).toBeFocused();
  await keyboard.press("F1");
  const help = page.getByRole("complementary", { name: "What a cell can name" });
  await expect(help.getByRole("searchbox")).toBeFocused();
  await keyboard.type("tex");
  await keyboard.press("Enter");
  await goTo(page, help.getByRole("button", { name: "Insert into the notebook" }).first());
  await keyboard.press("Enter");
  await expect(cell).toHaveCount(3);
  await expect(cell.nth(2)).toBeFocused();
  await expect(cell.nth(2).locator(".katex").first()).toBeVisible();
  await keyboard.press("F1");
  await expect(help).toHaveCount(0);

  await goTo(page, page.getByRole("button", { name: "More for this notebook" }), "Shift+Tab");
  await keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Download" })).toBeFocused();
  const downloading = page.waitForEvent("download");
  await keyboard.press("Enter");
  const text = await readFile(await (await downloading).path(), "utf8");
  expect(text).toContain("display(6 * 7)");

  await expect(page.getByText("Saved in this browser")).toBeVisible();
  await goTo(page, page.getByRole("link", { name: "SE Lens" }), "Shift+Tab");
  await keyboard.press("Enter");
  await expect(cards(page)).toHaveCount(1);
  const title = await cards(page).getByRole("heading", { level: 3 }).innerText();
  await goTo(page, page.getByRole("button", { name: `What to do with ${title}` }));
  await keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Rename…" })).toBeFocused();
  await keyboard.press("Enter");
  await expect(dialog.getByLabel("Title")).toBeFocused();
  await keyboard.type("Kept");
  await keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Kept", exact: true })).toBeVisible();

  const menu = page.getByRole("button", { name: "What to do with Kept" });
  await expect(menu).toBeFocused();
  await keyboard.press("Enter");
  await goTo(page, page.getByRole("menuitem", { name: "Delete" }), "ArrowDown");
  await keyboard.press("Enter");
  await expect(cards(page)).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Your notebooks" })).toBeFocused();
  await goTo(page, page.getByRole("button", { name: "Undo", exact: true }));
  await keyboard.press("Enter");
  await expect(cards(page)).toHaveCount(1);
  await expect(page.getByRole("link", { name: "Kept", exact: true })).toBeVisible();
});
