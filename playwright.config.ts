import { defineConfig } from "@playwright/test";
import { browserArguments, findBrowser } from "./scripts/browser.js";

const port = Number(process.env.PORT ?? 4180);
const executablePath = findBrowser();

export default defineConfig({
  testDir: "test/e2e",
  // The network runs on the processor here: two at once would only slow each other down.
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 60_000 },
  reporter: [["list"]],
  use: {
    // Keeping the whole app for every test would only slow them down; test/e2e/offline.spec.ts has it.
    serviceWorkers: "block",
    baseURL: `http://localhost:${port}/`,
    launchOptions: {
      args: [...browserArguments, "--use-fake-device-for-media-stream"],
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
  webServer: {
    command: `npx vite preview --port ${port} --strictPort`,
    port,
    reuseExistingServer: false,
  },
});
