/** `npm test`: installs what is missing, a browser too, then runs numbers, units and end to end. */

import { ensurePackages, run } from "./install.js";

ensurePackages();
const { ensureBrowser } = await import("./browser.js");
process.env.CHROMIUM_PATH = ensureBrowser();
run("npx", "vitest", "run");
run("npx", "vite", "build", "--logLevel", "warn");
run("npx", "playwright", "test");
