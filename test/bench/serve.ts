/** Builds the bench page as the project's pages are built and serves it, cross-origin isolated. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type InlineConfig, build, loadConfigFromFile, preview } from "vite";

/** The project's folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A page that is served until it is closed. */
export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Returns the address of the bench page. It is built and not served from source, since what is built
 * is what people run. Rejects where it can't be built.
 */
export async function serveBench(): Promise<Served> {
  const outDir = temporaryFolder();
  const config: InlineConfig = {
    ...(await projectConfig()),
    root: fileURLToPath(new URL(".", import.meta.url)),
    publicDir: join(root, "public"),
  };
  await build({ ...config, build: { ...config.build, outDir } });
  const server = await preview({
    ...config,
    build: { outDir },
    preview: { ...config.preview, port: 0, host: "localhost", open: false },
  });
  const [url] = server.resolvedUrls?.local ?? [];
  if (!url) throw new Error("the bench page has no address");
  return { url, close: () => server.close() };
}

/** Returns the address of the whole site, built and served as people get it. Rejects where it can't be built. */
export async function serveSite(): Promise<Served> {
  const outDir = temporaryFolder();
  const configFile = join(root, "vite.config.ts");
  await build({ root, configFile, logLevel: "error", build: { outDir, emptyOutDir: true } });
  const server = await preview({
    root,
    configFile,
    logLevel: "error",
    build: { outDir },
    preview: { port: 0, host: "localhost", open: false },
  });
  const [url] = server.resolvedUrls?.local ?? [];
  if (!url) throw new Error("the site has no address");
  return { url, close: () => server.close() };
}

/** Builds the engine's worker alone. Returns the folder of its files. */
export async function buildEngine(): Promise<string> {
  const outDir = temporaryFolder();
  const config = await projectConfig();
  await build({
    ...config,
    root,
    publicDir: false,
    build: {
      ...config.build,
      outDir,
      rollupOptions: { input: join(root, "src/engine/worker.ts") },
    },
  });
  return outDir;
}

/** Returns the project's settings without its pages and their plugins: headers, target, form of workers. */
async function projectConfig(): Promise<InlineConfig> {
  const path = join(root, "vite.config.ts");
  const loaded = await loadConfigFromFile({ command: "build", mode: "production" }, path, root);
  const { base, worker, build: own, preview: served } = loaded?.config ?? {};
  return {
    ...(base === undefined ? {} : { base }),
    ...(worker === undefined ? {} : { worker }),
    ...(served === undefined ? {} : { preview: served }),
    build: { ...(own?.target === undefined ? {} : { target: own.target }), emptyOutDir: true },
    configFile: false,
    logLevel: "error",
  };
}

/** Returns an empty folder that is removed when this process ends, however it ends. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "se-lens-bench-"));
  process.once("exit", () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
