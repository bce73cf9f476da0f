/** Takes the README's picture of the built app: `node scripts/picture.js` after `npx vite build`. */

import { chromium } from "playwright";
import { preview } from "vite";
import { browserArguments, ensureBrowser } from "./browser.js";
import { root } from "./install.js";

const server = await preview({ root, preview: { port: 4199 } });
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserArguments });
const page = await browser.newPage({
  viewport: { width: 1280, height: 2480 },
  colorScheme: "light",
  reducedMotion: "reduce",
});
await page.goto("http://localhost:4199/?backend=wasm#/channel-weights");
const list = page.getByRole("list", { name: "Detections, best first" });
await list.getByRole("button", { name: /cat/ }).first().click();
await page.getByText("difference", { exact: true }).first().click();
await page.getByText("raised most").first().waitFor();
await page.getByRole("heading", { name: "What was found" }).evaluate((heading) => {
  scrollTo(0, heading.getBoundingClientRect().top + scrollY - 70);
});
await page.mouse.move(5, 800);
await page.waitForTimeout(1000);
await page.screenshot({ path: `${root}/docs/channel-weights.png` });
await browser.close();
await server.close();
