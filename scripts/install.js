/** Installs the packages where they are missing or older than the lock file. Needs nothing but Node. */

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs a command in the project's folder with its output shown. Throws where it fails. */
export function run(/** @type {string} */ command, /** @type {string[]} */ ...args) {
  execFileSync(command, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
}

/** Makes the packages of the lock file available. Ends the process with a sentence where Node is too old. */
export function ensurePackages() {
  const wanted = JSON.parse(readFileSync(`${root}/package.json`, "utf8")).engines.node;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`SE Lens needs Node ${wanted}; this is ${process.version}. Install a newer one.`);
    process.exit(1);
  }
  const installed = `${root}/node_modules/.package-lock.json`;
  const fresh =
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync(`${root}/package-lock.json`).mtimeMs;
  if (fresh) return;
  console.log("Installing packages ...");
  run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
}
