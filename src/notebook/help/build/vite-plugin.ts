/** A Vite plugin that makes the page's documentation of docs/cells.md. */

import { readFile } from "node:fs/promises";
import { JSDOM } from "jsdom";
import type { Plugin } from "vite";
import type { HelpEntry } from "../entry.ts";
import { readHelp } from "./read-help.ts";

const module = "virtual:help";

/** Returns the plugin: `virtual:help` exports the entries of the Markdown file at `path`. */
export function help(path: string): Plugin {
  return {
    name: "se-lens-help",
    resolveId: (id) => (id === module ? `\0${module}` : undefined),
    async load(id) {
      if (id !== `\0${module}`) return undefined;
      this.addWatchFile(path);
      const entries = await renderHelp(await readFile(path, "utf8"));
      return `export default ${JSON.stringify(entries)};\n`;
    },
  };
}

/** Returns the entries of a text with their descriptions as HTML, as the page shows Markdown. */
export async function renderHelp(text: string): Promise<HelpEntry[]> {
  const { document } = new JSDOM().window;
  const kit = import.meta.resolve("@observablehq/notebook-kit");
  const { MarkdownRenderer } = await import(new URL("runtime/stdlib/md.js", kit).href);
  const { highlight } = await import(new URL("runtime/stdlib/highlight.js", kit).href);
  const render: (source: string) => HTMLElement = (source) =>
    MarkdownRenderer({ document })(Object.assign([source], { raw: [source] }));
  return Promise.all(
    readHelp(text).map(async ({ markdown, ...entry }) => {
      const element = render(markdown);
      for (const code of element.querySelectorAll<HTMLElement>("code[class^=language-]"))
        await highlight(code);
      // The other documents are not part of the page.
      for (const link of element.querySelectorAll("a"))
        if (/^https:/.test(link.getAttribute("href") ?? "")) link.target = "_blank";
        else link.replaceWith(...link.childNodes);
      return { ...entry, html: element.innerHTML };
    }),
  );
}
