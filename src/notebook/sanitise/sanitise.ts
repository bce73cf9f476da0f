/** Takes out of a stranger's Markdown and HTML what runs, loads or poses as the page. Loads DOMPurify. */

import { CompileError } from "../compile/compile-error.ts";
import type { CellSource } from "../compile/parts.ts";
import { plainStyle } from "./style.ts";
import { isHarmlessPicture, isHarmlessReference } from "./urls.ts";

/** What sanitises. */
export interface Sanitiser {
  /** Returns HTML text without what is harmful. */
  html(text: string): string;
  /** Takes what is harmful out of an element and everything in it. */
  element(root: HTMLElement): void;
}

/** Longest sources of strangers that are shown, in characters: what is longer takes too long to lay out. */
const longest: Readonly<Partial<Record<CellSource["mode"], number>>> = {
  ...{ md: 100_000, html: 500_000, tex: 10_000 },
};

/** Deepest nesting of elements that is shown. */
const deepest = 100;

/** Throws a CompileError where a stranger's cell is too long to be shown. */
export function checkSize({ mode, source }: Pick<CellSource, "mode" | "source">): void {
  const limit = longest[mode];
  if (limit === undefined || source.length <= limit) return;
  throw new CompileError({
    what: "This cell is too long to be shown",
    expected: `up to ${limit.toLocaleString("en")} characters`,
    found: source.length.toLocaleString("en"),
    todo: "Its source stands below",
  });
}

let loading: Promise<Sanitiser> | undefined;

/** Resolves with the sanitiser; DOMPurify is loaded the first time. */
export function loadSanitiser(): Promise<Sanitiser> {
  loading ??= make();
  return loading;
}

/** What is never shown: frames, forms, styles, what plays or loads, and what moves attributes by itself. */
const forbidden = [
  ...["style", "form", "input", "button", "textarea", "select", "option", "optgroup", "fieldset"],
  ...["iframe", "frame", "object", "embed", "portal", "dialog", "template", "slot", "marquee"],
  ...["meta", "link", "base", "audio", "video", "source", "track", "picture", "map", "area"],
  ...["image", "use", "animate", "animatemotion", "animatetransform", "animatecolor", "set"],
  ...["foreignobject", "feimage", "annotation-xml", "mglyph", "malignmark"],
];

async function make(): Promise<Sanitiser> {
  const { default: createDOMPurify } = await import("dompurify");
  const purify = createDOMPurify(window);
  const options = {
    USE_PROFILES: { html: true, svg: true, mathMl: true },
    FORBID_TAGS: forbidden,
    FORBID_ATTR: ["srcset", "background", "poster", "ping", "action", "formaction", "autofocus"],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: true,
    // No id or name can stand for a variable of the page.
    SANITIZE_DOM: true,
    SANITIZE_NAMED_PROPS: true,
  };
  purify.addHook("uponSanitizeAttribute", (element, data) => {
    const value = allowed(element, { name: data.attrName, value: data.attrValue });
    if (value === undefined) data.keepAttr = false;
    else data.attrValue = value;
  });
  purify.addHook("afterSanitizeAttributes", (element) => {
    if (element.localName !== "a" || !element.hasAttribute("href")) return;
    element.setAttribute("rel", "noopener noreferrer nofollow");
    element.setAttribute("target", "_blank");
  });
  return {
    html(text) {
      const page = document.implementation.createHTMLDocument("");
      page.body.innerHTML = purify.sanitize(text, options);
      flatten(page.body);
      return page.body.innerHTML;
    },
    element(root) {
      purify.sanitize(root, { ...options, IN_PLACE: true });
      flatten(root);
    },
  };
}

/** Returns an attribute's value as it may stand, undefined where it may not. */
function allowed(
  element: Element,
  { name, value }: { readonly name: string; readonly value: string },
): string | undefined {
  switch (name) {
    case "style":
      return plainStyle(value);
    case "class":
      // The page's own classes would let a text look like a part of the page.
      return value.split(/\s+/).filter(isClass).join(" ") || undefined;
    case "src":
      return isHarmlessPicture(value) ? value : undefined;
    case "href":
    case "xlink:href":
      return element.localName === "a" && isHarmlessReference(value) ? value : undefined;
    default:
      return /url\s*\(\s*["']?\s*[^#"'\s]/i.test(value) ? undefined : value;
  }
}

function isClass(name: string): boolean {
  return /^(?:language-|tok-)[\w-]+$|^(?:expression|note)$/.test(name);
}

/** Takes out what is nested deeper than a person would write; browsers lay it out ever more slowly. */
function flatten(root: Element): void {
  const walk = (element: Element, depth: number): void => {
    for (const child of Array.from(element.children)) {
      if (depth >= deepest) child.replaceWith(child.textContent);
      else walk(child, depth + 1);
    }
  };
  walk(root, 0);
}
