/** The module that src/notebook/help/build makes of docs/cells.md. */

declare module "virtual:help" {
  import type { HelpEntry } from "./entry.ts";
  const entries: readonly HelpEntry[];
  export default entries;
}
