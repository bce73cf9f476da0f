/** Types of the part of Notebook Kit that reads notebooks, which publishes none under this name. */

declare module "observable:lib/serialize" {
  import type { Notebook } from "@observablehq/notebook-kit";

  /** Returns the notebook that a text holds. */
  export function deserialize(
    data: string,
    options: { parser: { parseFromString(text: string, type: DOMParserSupportedType): Document } },
  ): Notebook;
  /** Returns a notebook's text. */
  export function serialize(notebook: Notebook, options?: { document?: Document }): string;
}
