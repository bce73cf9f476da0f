/** The settings of the service worker: which files it keeps, and what the installed app is called. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { VitePWA } from "vite-plugin-pwa";

/**
 * Returns the Vite plugins that build the service worker and the web manifest.
 * @returns {import("vite").Plugin[]}
 */
export function offline() {
  let dist = "dist";
  /** @type {import("vite").Plugin} */
  const findDist = {
    name: "se-lens-find-dist",
    configResolved({ root, build }) {
      dist = resolve(root, build.outDir);
    },
  };
  const kept = VitePWA({
    strategies: "injectManifest",
    srcDir: "src/app/offline/worker",
    filename: "service-worker.ts",
    registerType: "prompt",
    injectRegister: false,
    injectManifest: {
      rollupFormat: "iife",
      // Every browser with service workers takes woff2; KaTeX brings two older forms besides.
      globPatterns: ["**/*.{js,css,html,svg,woff2,wasm,jpg,json,yaml,safetensors,md}"],
      maximumFileSizeToCacheInBytes: 20 * 2 ** 20,
      manifestTransforms: [
        (entries) => ({
          manifest: entries.map((entry) => ({
            ...entry,
            integrity: digest(resolve(dist, entry.url)),
          })),
        }),
      ],
    },
    manifest: {
      id: "./",
      name: "SE Lens",
      short_name: "SE Lens",
      description: "See what channel attention does inside an object detector.",
      start_url: "./",
      scope: "./",
      display: "standalone",
      lang: "en",
      background_color: "#ffffff",
      theme_color: "#0b6e6e",
      icons: [{ src: "icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
    },
    includeManifestIcons: false,
  });
  return [findDist, ...kept];
}

/** @param {string} file */
function digest(file) {
  return `sha256-${createHash("sha256").update(readFileSync(file)).digest("base64")}`;
}
