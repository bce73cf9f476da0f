/** Changes of channel weights belong to the notebook: muted, undone, kept, there again after a reload. */

import { type Locator, type Page, expect } from "@playwright/test";
import { figure, test } from "./page.ts";

const cells = [
  'const photo = view(choosePhoto({ photo: "cat", shared: false }));',
  "const trace = inspect(photo);",
  'const changes = view(ChannelMixer(trace, { rerun, layer: "P5" }));',
  "const changed = rerun(trace, changes);",
  'html`<p id="found">${changed.detections.map((one) => one.className).join() || "nothing"}</p>`',
];

const text = [
  "<!doctype html>",
  '<notebook theme="air">',
  "  <title>Muted</title>",
  ...cells.map(
    (source, k) => `  <script id="${String(k + 1)}" type="module">\n    ${source}\n  </script>`,
  ),
  "</notebook>",
  "",
].join("\n");

/** Opens the notebook from a file and lets it run. */
async function open(page: Page): Promise<Locator> {
  await page.goto("./?backend=wasm&size=320#/");
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Open a file…" }).click();
  await (
    await choosing
  ).setFiles({ name: "muted.html", mimeType: "text/html", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Run this notebook" }).click();
  return mixer(page);
}

function mixer(page: Page): Locator {
  return figure(page, "with other channel weights");
}

test("a detection that was muted away stays away when the notebook is opened again", async ({
  page,
}) => {
  const figure = await open(page);
  const found = page.locator("#found");
  await expect(found).toHaveText(/cat/);
  const faders = figure.getByRole("slider", { name: "Channel weights of P5" });
  await faders.focus();
  // A part of the channels that is too small to lose it, undone, and then all of them.
  for (const key of ["Home", "Shift+End", "m"]) await page.keyboard.press(key);
  await expect(found).not.toHaveText(/cat/);
  await page.keyboard.press("Control+z");
  await expect(found).toHaveText(/cat/);
  await page.keyboard.press("m");
  await expect(found).not.toHaveText(/cat/);
  const listed = await figure.getByRole("list", { name: "Changes" }).textContent();
  await expect(page.getByText("Saved in this browser")).toBeVisible();

  await page.reload();
  await expect(mixer(page).getByRole("list", { name: "Changes" })).toHaveText(listed ?? "");
  await expect(found).not.toHaveText(/cat/);
  await mixer(page).getByRole("button", { name: "Undo" }).click();
  await expect(found).toHaveText(/cat/);
});
