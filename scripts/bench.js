/** `npm run bench`: installs what is missing, a browser too, then measures the forward pass. */

import { ensurePackages } from "./install.js";

ensurePackages();
const { tsImport } = await import("tsx/esm/api");
const { main } = await tsImport("../test/bench/main.ts", import.meta.url);
process.exitCode = await main(process.argv.slice(2));
