/** Markdown and HTML cells of strangers that may run: what they make is sanitised, what they put in is not. */

import { MarkdownRenderer } from "observable:runtime/stdlib/md";
import { type Sanitiser, loadSanitiser } from "./sanitise.ts";

type Tag = (strings: TemplateStringsArray, ...values: unknown[]) => Node;
type Body = (...given: never[]) => unknown;

/**
 * Resolves with a cell's function whose `md` and `htl.html` take scripts, handlers and the like out of what is
 * written in the cell. Elements that expressions give, figures and inputs, are put in as they are.
 */
export async function strictTags(run: Body, inputs: readonly string[]): Promise<Body> {
  const sanitiser = await loadSanitiser();
  return (...given: unknown[]) =>
    (run as (...given: unknown[]) => unknown)(
      ...given.map((value, k) => {
        if (inputs[k] === "md") return strict(inertMarkdown, sanitiser);
        if (inputs[k] === "htl" && isHtl(value)) {
          return { html: strict(value.html, sanitiser), svg: value.svg };
        }
        return value;
      }),
    );
}

/** Renders in a document of its own, where no picture is loaded and no handler runs; without the element around. */
const inertMarkdown: Tag = (strings, ...values) => {
  const page = document.implementation.createHTMLDocument("");
  const made = page.createDocumentFragment();
  made.append(...MarkdownRenderer({ document: page })(strings, ...values).childNodes);
  return made;
};

function strict(tag: Tag, sanitiser: Sanitiser): Tag {
  return (strings, ...values) => {
    // Each element that is put in has an empty one in its place while the rest is sanitised.
    const places: [HTMLElement, Node][] = [];
    const placed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(placed);
      if (!(value instanceof Node)) return value;
      const place = document.createElement("i");
      places.push([place, value]);
      return place;
    };
    const made = tag(strings, ...values.map(placed));
    const root = (made.ownerDocument ?? document).createElement("div");
    root.append(made);
    sanitiser.element(root);
    for (const [place, node] of places)
      if (root.contains(place)) place.parentNode?.replaceChild(node, place);
    const [only] = root.childNodes;
    // What is shown must not stand anywhere yet.
    return only && root.childNodes.length === 1 ? root.removeChild(only) : root;
  };
}

function isHtl(value: unknown): value is { readonly html: Tag; readonly svg: Tag } {
  return typeof value === "object" && value !== null && "html" in value && "svg" in value;
}
