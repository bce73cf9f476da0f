/** Templates are notebooks of Notebook Kit's format, written as Notebook Kit writes them, whose cells compile. */

import { deserialize, serialize, transpile } from "@observablehq/notebook-kit";
import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { templates } from "./templates.ts";

const { DOMParser, document } = new JSDOM().window;

test.each(templates.map((template) => [template.name, template] as const))(
  "%s",
  (name, { text }) => {
    const notebook = deserialize(text, { parser: new DOMParser() });
    expect(notebook.title).toBe(name === "Blank" ? "Untitled" : name);
    expect(notebook.cells.length).toBeGreaterThan(0);
    for (const cell of notebook.cells) if (cell.mode === "js") transpile(cell);
    expect(serialize(notebook, { document })).toBe(text);
  },
);
