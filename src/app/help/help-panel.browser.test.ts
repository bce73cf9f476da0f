import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import HelpButton from "./HelpButton.svelte";

let mounted: ReturnType<typeof mount> | undefined;
const inserted: string[] = [];

function show(oninsert?: (code: string) => void): void {
  mounted = mount(HelpButton, { target: document.body, props: { oninsert } });
  flushSync();
}

afterEach(async () => {
  if (mounted) await unmount(mounted);
  inserted.length = 0;
  document.body.replaceChildren();
});

test("F1 opens it, typing finds, Enter opens the first, Escape goes back to where one was", async () => {
  const editor = document.createElement("textarea");
  document.body.append(editor);
  show();
  editor.focus();
  await userEvent.keyboard("{F1}");
  const search = page.getByRole("searchbox", { name: "Search the help" });
  await expect.element(search).toHaveFocus();
  await expect.element(page.getByRole("button", { name: /^choosePhoto/ })).toBeVisible();
  await userEvent.keyboard("rerun{Enter}");
  await expect.element(page.getByText("gives a trace of its own", { exact: false })).toBeVisible();
  await userEvent.keyboard("{ArrowDown}");
  expect(document.activeElement?.textContent).toMatch(/^rerun\(trace, edits\)/);
  await userEvent.keyboard("{ArrowUp}{Escape}");
  await expect.element(search).not.toBeInTheDocument();
  expect(document.activeElement).toBe(editor);
});

test("every example can be inserted, as it is written", async () => {
  show((code) => inserted.push(code));
  await page.getByRole("button", { name: "Help" }).click();
  await page.getByRole("button", { name: /^inspect/ }).click();
  const buttons = page.getByRole("button", { name: "Insert into the notebook" });
  await buttons.first().click();
  await buttons.nth(2).click();
  expect(inserted).toEqual([
    "const trace = inspect(photo);",
    'Math.max(...trace.channelWeights("P5").excitation)',
  ]);
});

test("without a notebook there is nothing to insert into, and what is not there is said", async () => {
  show();
  await page.getByRole("button", { name: "Help" }).click();
  await page.getByRole("button", { name: /^linked/ }).click();
  await expect.element(page.getByRole("button", { name: "Copy" })).toBeVisible();
  expect(page.getByRole("button", { name: "Insert into the notebook" }).elements()).toEqual([]);
  await page.getByRole("searchbox").fill("nothing such");
  await expect.element(page.getByText(/No name and no description/)).toBeVisible();
});
