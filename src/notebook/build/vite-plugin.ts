/** A Vite plugin that compiles `notebooks/*.html` and lists them for the gallery. */

import { readFile, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { JSDOM } from "jsdom";
import type { Plugin } from "vite";
import { type Tools, compileNotebook, describeNotebook } from "./compile.ts";

const list = "virtual:notebooks";
const suffix = "?notebook";
const textSuffix = "?notebook-text";

/** Returns the plugin. `folder` holds the notebooks; they are listed by name, "channel-weights" first. */
export function notebooks(folder: string): Plugin {
  const tools = makeTools();
  const paths = async (): Promise<string[]> =>
    (await readdir(folder))
      .filter((file) => file.endsWith(".html"))
      .sort()
      .map((file) => join(folder, file));
  return {
    name: "se-lens-notebooks",
    resolveId: (id) => (id === list ? `\0${list}` : undefined),
    async load(id) {
      if (id === `\0${list}`) {
        const cards = (await paths()).map(async (path) => {
          const text = await readFile(path, "utf8");
          const { title, summary } = describeNotebook(text, await tools);
          const card = JSON.stringify({ name: basename(path, ".html"), title, summary });
          const loading = (end: string): string =>
            `() => import(${JSON.stringify(path + end)}).then((m) => m.default)`;
          return `{...${card}, load: ${loading(suffix)}, text: ${loading(textSuffix)}}`;
        });
        return `export default [\n${(await Promise.all(cards)).join(",\n")}\n];\n`;
      }
      if (id.endsWith(`.html${textSuffix}`)) {
        const path = id.slice(0, -textSuffix.length);
        this.addWatchFile(path);
        return `export default ${JSON.stringify(await readFile(path, "utf8"))};\n`;
      }
      if (!id.endsWith(`.html${suffix}`)) return undefined;
      const path = id.slice(0, -suffix.length);
      this.addWatchFile(path);
      try {
        return await compileNotebook(await readFile(path, "utf8"), await tools);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(`${basename(path)}, ${why}`, { cause: error });
      }
    },
    configureServer(server) {
      server.watcher.add(folder);
      server.watcher.on("all", (_event, path) => {
        if (!path.startsWith(folder) || !path.endsWith(".html")) return;
        server.moduleGraph.invalidateAll();
        server.ws.send({ type: "full-reload" });
      });
    },
  };
}

async function makeTools(): Promise<Tools> {
  const { document, DOMParser } = new JSDOM().window;
  // Notebook Kit publishes its own plugin, which writes whole pages, but not the renderers inside.
  const kit = import.meta.resolve("@observablehq/notebook-kit");
  const { MarkdownRenderer } = await import(new URL("runtime/stdlib/md.js", kit).href);
  const { highlight } = await import(new URL("runtime/stdlib/highlight.js", kit).href);
  const render = MarkdownRenderer({ document });
  return {
    document,
    parser: new DOMParser(),
    markdown: (source) => render(Object.assign([source], { raw: [source] })),
    highlight,
  };
}
