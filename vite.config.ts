import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { keepThreads } from "./scripts/keep-threads.js";
import { offline } from "./scripts/offline.js";
import { contentSecurityPolicy } from "./scripts/policy.js";
import { quietHandlers } from "./scripts/quiet-handlers.js";
import { notebooks } from "./src/notebook/build/vite-plugin.ts";
import { help } from "./src/notebook/help/build/vite-plugin.ts";

// WebAssembly threads need a cross-origin isolated page.
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  base: "./",
  plugins: [
    svelte(),
    keepThreads(),
    contentSecurityPolicy(),
    quietHandlers(),
    notebooks(fileURLToPath(new URL("notebooks", import.meta.url))),
    help(fileURLToPath(new URL("docs/cells.md", import.meta.url))),
    offline(),
  ],
  resolve: {
    // Observable Inputs would bring an older one of its own.
    dedupe: ["htl"],
    // Notebook Kit's own name for its parts; through its index the page would carry addresses of foreign servers.
    alias: [
      {
        find: /^observable:(.*)$/,
        replacement: fileURLToPath(
          new URL("node_modules/@observablehq/notebook-kit/dist/src/$1.js", import.meta.url),
        ),
      },
    ],
  },
  // Named ahead, or a page that runs while it is developed would reload when a cell first names one.
  optimizeDeps: {
    // Changed by a plugin, which sees only what is not bundled ahead.
    exclude: ["htl"],
    include: [
      ...["@observablehq/inputs", "@observablehq/plot", "comlink", "d3", "katex", "yaml"],
      ...["acorn", "acorn-walk", "dompurify", "observable:runtime/stdlib/md"],
      ...["observable:runtime/stdlib/highlight", "observable:javascript/parse"],
      ...[
        "observable:javascript/template",
        "observable:javascript/typescript",
        "observable:lib/serialize",
      ],
    ],
  },
  server: { headers: isolation },
  preview: { headers: isolation },
  worker: { format: "es", plugins: () => [keepThreads()] },
  build: {
    target: "es2022",
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: ["index.html", "online.html"],
      checks: { bundlerTimings: false },
    },
  },
});
