/** `npm start`: installs what is missing, builds the app, serves it and prints the address. */

import { ensurePackages, root, run } from "./install.js";

ensurePackages();
run("npx", "vite", "build", "--logLevel", "warn");
const { preview } = await import("vite");
const port = Number(process.env.PORT ?? 4173);
const server = await preview({ root, preview: { port } });
const address = server.resolvedUrls?.local[0] ?? `http://localhost:${port}/`;
console.log(`\nSE Lens is at ${address}\nStop it with Ctrl-C.`);
