/** Notebook Kit's compiler, part by part, for the page. Loaded when a cell is first compiled there. */

import { parseJavaScript } from "observable:javascript/parse";
import { parseTemplate, transpileTemplate } from "observable:javascript/template";
import type { Parts } from "./parts.ts";

/** The parts. TypeScript's compiler, megabytes, is loaded for a cell in TypeScript. */
export const pageParts: Parts = {
  parseJavaScript,
  parseTemplate,
  transpileTemplate,
  typescript: async () => (await import("observable:javascript/typescript")).transpileTypeScript,
};
