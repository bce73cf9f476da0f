/** The app asks nobody for anything, works without a connection after a visit, and takes newer versions quietly. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { serveApp } from "./server.ts";

/** Names of XML vocabularies, addresses in messages and licences, links in a text; nothing is loaded from them. */
const names =
  /^https?:\/\/(www\.w3\.org|svelte\.dev|github\.com|yaml\.org|goo\.gl|dlmf\.nist\.gov|www\.tensorflow\.org|js\.tensorflow\.org|observablehq\.com|katex\.org|arxiv\.org|mths\.be|d3js\.org|json-schema\.org)\b/;

test("nothing in the build is loaded from elsewhere", () => {
  const files = readdirSync("dist", { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.(js|css|html|json)$/.test(file),
  );
  expect(files.length).toBeGreaterThan(5);
  const loaded = /(?:import\(|from\s*|src=|href=|url\(|fetch\()\s*["'`]?(https?:\/\/[^"'`)\s]+)/g;
  const found = files.flatMap((file) =>
    [...readFileSync(join("dist", file), "utf8").matchAll(loaded)]
      .map(([, address = ""]) => address)
      .filter((address) => !names.test(address))
      .map((address) => `${file}: ${address}`),
  );
  expect(found).toEqual([]);
});

test.describe("with a service worker", () => {
  test.use({ serviceWorkers: "allow" });

  test("after one visit everything is there without a server, from a sub-folder too", async ({
    page,
  }) => {
    const app = await serveApp("some/folder");
    await page.goto(`${app.address}/some/folder/#/`);
    await expect(page.getByText("SE Lens works offline now.")).toBeVisible();
    await app.stop();
    await page.goto(`${app.address}/some/folder/?backend=wasm&size=320#/squeeze-and-excitation`);
    await page.reload();
    // A plain file server isolates nothing; the service worker does, so that there are threads.
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await expect(page.locator(".katex").first()).toBeVisible();
    await page.goto(`${app.address}/some/folder/?backend=wasm&size=320#/channel-weights`);
    await expect(page.getByRole("heading", { name: /detections? in/ })).toBeVisible();
    await page.goto(`${app.address}/some/folder/online.html#/mine/none`);
    expect(await page.locator("meta[http-equiv]").getAttribute("content")).toContain("https:");
  });

  test("a newer version is told, and what a notebook put into the cache is not believed", async ({
    page,
  }) => {
    let newer = false;
    const app = await serveApp("app", (file, text) =>
      newer && file === "service-worker.js" ? `${text.toString()}\n// newer` : text,
    );
    await page.goto(`${app.address}/app/#/`);
    await expect(page.getByText("SE Lens works offline now.")).toBeVisible();
    await page.evaluate(async () => {
      const [name = ""] = await caches.keys();
      const cache = await caches.open(name);
      for (const { url } of await cache.keys())
        if (url.includes("index.html")) await cache.put(url, new Response("<h1>mine</h1>"));
    });
    newer = true;
    await page.reload();
    await expect(page.getByRole("heading", { level: 1, name: "SE Lens" })).toBeVisible();
    const bar = page.getByRole("status").filter({ hasText: "A new version is ready." });
    const loaded = page.waitForEvent("load");
    await bar.getByRole("button", { name: "Reload" }).click();
    await loaded;
    await expect(page.getByRole("heading", { level: 1, name: "SE Lens" })).toBeVisible();
    await expect(bar).toBeHidden();
    await app.stop();
  });

  test("a newer version waits for what was just written, and for what can't be saved", async ({
    page,
  }) => {
    let newer = false;
    const app = await serveApp("app", (file, text) =>
      newer && file === "service-worker.js" ? `${text.toString()}\n// newer` : text,
    );
    await page.goto(`${app.address}/app/#/`);
    await expect(page.getByText("SE Lens works offline now.")).toBeVisible();
    await page.getByRole("link", { name: "New notebook" }).click();
    await page.getByRole("dialog").getByRole("button", { name: /Blank/ }).click();
    const cell = page.locator(".cell").first();
    await expect(cell).toBeFocused();
    newer = true;
    await page.reload();
    const bar = page
      .getByRole("status")
      .filter({ has: page.getByRole("button") })
      .last();
    await expect(bar).toContainText("A new version is ready.");
    await cell.focus();
    await page.keyboard.press("Enter");
    await expect(page.locator(".cm-content:focus")).toBeVisible();
    await page.evaluate(() => {
      const { prototype } = IDBObjectStore;
      const before = prototype.put;
      prototype.put = () => {
        throw new DOMException("No space", "QuotaExceededError");
      };
      Object.assign(window, { makeRoom: () => (prototype.put = before) });
    });
    await page.keyboard.press("Control+End");
    await page.keyboard.type("Just written.");
    await bar.getByRole("button", { name: "Reload" }).click();
    await expect(bar).toContainText("could not be saved");
    await bar.getByRole("button", { name: "Stay" }).click();
    await expect(page.locator(".cm-content")).toContainText("Just written.");
    await page.evaluate(() => Reflect.get(window, "makeRoom")());
    await app.stop();
  });

  test("a reload for a newer version keeps what was written a moment before", async ({ page }) => {
    let newer = false;
    const app = await serveApp("app", (file, text) =>
      newer && file === "service-worker.js" ? `${text.toString()}\n// newer` : text,
    );
    await page.goto(`${app.address}/app/#/`);
    await expect(page.getByText("SE Lens works offline now.")).toBeVisible();
    await page.getByRole("link", { name: "New notebook" }).click();
    await page.getByRole("dialog").getByRole("button", { name: /Blank/ }).click();
    const cell = page.locator(".cell").first();
    await expect(cell).toBeFocused();
    newer = true;
    await page.reload();
    await expect(page.getByText("A new version is ready.")).toBeVisible();
    await cell.focus();
    await page.keyboard.press("Enter");
    await expect(page.locator(".cm-content:focus")).toBeVisible();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("Just written.");
    const loaded = page.waitForEvent("load");
    await page.getByRole("button", { name: "Reload" }).click();
    await loaded;
    await expect(cell).toContainText("Just written.");
    await app.stop();
  });
});
