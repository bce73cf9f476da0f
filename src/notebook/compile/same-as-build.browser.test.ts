/** A shipped notebook compiled in the page is the one that the build compiled. */

import { expect, test } from "vitest";
import notebooks from "virtual:notebooks";
import type { CompiledCell } from "../compiled.ts";
import { readNotebook } from "../document/notebook.ts";
import { compileCell } from "./compile-cell.ts";

const texts = import.meta.glob<string>("../../../notebooks/*.html", {
  ...{ query: "?raw", import: "default", eager: true },
});

/** A function's text without spaces, as the build's own formatting of a module is not the source's. */
const bare = (cell: CompiledCell | undefined): string =>
  String(cell?.definition?.body ?? "").replace(/\s/g, "");

test.each(notebooks.map((card) => [card.name, card] as const))("%s", async (name, card) => {
  const built = await card.load();
  const { cells } = readNotebook(texts[`../../../notebooks/${name}.html`] ?? "");
  expect(cells.length).toBe(built.cells.length);
  for (const [k, cell] of cells.entries()) {
    const own = await compileCell(cell, { trusted: true });
    const { definition } = own;
    const builtDefinition = built.cells[k]?.definition;
    // Lines and loops are told and watched only where the page compiled.
    expect({ ...own, linesBefore: 0, guarded: false, definition: 0 }).toEqual({
      ...built.cells[k],
      ...{ linesBefore: 0, guarded: false, definition: 0 },
    });
    expect(definition && { ...definition, body: undefined }).toEqual(
      builtDefinition && { ...builtDefinition, body: undefined },
    );
    expect(bare(own)).toBe(bare(built.cells[k]));
  }
});
