/** Finds a Chromium for the tests and installs one where there is none. */

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const macApplications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** What headless Chromium needs to draw WebGL on the processor and to stay off the network. */
export const browserArguments = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

/**
 * Returns the path of an installed Chromium or Chrome, or undefined. CHROMIUM_PATH wins.
 * @returns {string | undefined}
 */
export function findBrowser() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = [
    process.env.CHROMIUM_PATH,
    chromium.executablePath(),
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...macApplications,
  ];
  return candidates.find((path) => path !== undefined && path !== "" && existsSync(path));
}

/**
 * Returns the path of a Chromium, installing one with apt (as root on Debian and its kin) or with
 * Playwright where there is none. Throws an Error that says what to do where neither works.
 * @returns {string}
 */
export function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  console.log("No Chromium found; installing one for the tests ...");
  const root = process.getuid?.() === 0;
  const hasApt = spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status === 0;
  if (root && hasApt) {
    spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit" });
    spawnSync("apt-get", ["install", "-y", "-qq", "chromium"], {
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
  if (!findBrowser()) {
    execFileSync("npx", ["playwright", "install", ...(root ? ["--with-deps"] : []), "chromium"], {
      stdio: "inherit",
      shell: process.platform === "win32",
    });
  }
  const installed = findBrowser();
  if (installed) return installed;
  throw new Error("No Chromium could be installed: install one and set CHROMIUM_PATH to it.");
}
