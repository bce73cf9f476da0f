/** Notebook Kit's compiler, part by part, for Node. */

import { parseJavaScript, parseTemplate, transpileTemplate } from "@observablehq/notebook-kit";
import type { Parts } from "../compile/parts.ts";

/** The parts. */
export const kitParts: Parts = {
  parseJavaScript,
  parseTemplate,
  transpileTemplate: (cell) => transpileTemplate({ pinned: false, hidden: false, ...cell }),
  async typescript() {
    // Not among what Notebook Kit exports by itself.
    const kit = import.meta.resolve("@observablehq/notebook-kit");
    const path = new URL("javascript/typescript.js", kit).href;
    const module = (await import(path)) as { transpileTypeScript(source: string): string };
    return module.transpileTypeScript;
  },
};
