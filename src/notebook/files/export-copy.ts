/** A copy of an element as it stands in the page that needs no scripts: pictures inside, inputs as they are set. */

import { pictureOf } from "./export-picture.ts";

/** What runs, loads, or has no meaning without scripts. */
const dropped = [
  "script, noscript, template, link, meta, base, iframe, frame, object, embed, applet, portal",
  "audio, source, track, dialog, [popover], animate, set, animateTransform, animateMotion",
  "input:is([type=file], [type=submit], [type=reset], [type=button], [type=image])",
  "input:is([type=password], [type=hidden])",
  '[data-save="skip"], [data-export="skip"], .cell > .tools, .cell > .handle',
  // Of the photographs that could be chosen, the chosen one stays.
  ".choose-photo > .row, .choose-photo .photo:has(input:not(:checked))",
].join(", ");

/** Attributes that only a page with scripts needs, or that ask for something. */
const dead = new Set(
  (
    "contenteditable draggable tabindex autofocus aria-busy accesskey is nonce loading " +
    "srcset sizes ping action formaction background srcdoc poster"
  ).split(" "),
);

/** Elements that the copy has as others, so that its style sheets must know them by another name. */
export const renamed: ReadonlyMap<string, string> = new Map([
  ["canvas", "img:where([data-canvas])"],
  ["video", "img:where([data-video])"],
  ["button", "span:where([data-button])"],
]);

/** Resolves with the copy, which belongs to `target`, a document in which nothing runs or loads. */
export async function staticCopy(original: Element, target: Document): Promise<Element> {
  const copy = target.importNode(original, true);
  const originals = [original, ...original.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  const pairs = originals.map((one, k) => [one, copies[k] ?? copy] as const);
  // Told before anything is moved: what is not shown now is left out.
  const left = pairs.filter(([one]) => one.matches(dropped) || isHidden(one));
  const shown = pairs.filter(([one]) => !one.closest(dropped));
  for (const [one, its] of shown) {
    keepValue(one, its);
    cleanAttributes(its);
  }
  await Promise.all(shown.map(([one, its]) => pictureOf(one, its)));
  for (const [one, its] of left) if (one !== original) its.remove();
  for (const editor of copy.querySelectorAll(".cm-editor")) editor.replaceWith(sourceOf(editor));
  for (const button of copy.querySelectorAll("button")) replaceButton(button);
  return copy;
}

function isHidden(element: Element): boolean {
  return element instanceof HTMLElement && getComputedStyle(element).display === "none";
}

/** Writes what is set in an input into the copy's attributes, and makes it one that can't be changed. */
function keepValue(original: Element, copy: Element): void {
  if (original instanceof HTMLInputElement) {
    copy.toggleAttribute("checked", original.checked);
    copy.setAttribute("value", original.value);
  }
  if (original instanceof HTMLTextAreaElement) copy.textContent = original.value;
  if (original instanceof HTMLOptionElement) {
    copy.toggleAttribute("selected", original.selected);
    if (!original.selected && !original.closest("select")?.multiple)
      copy.setAttribute("hidden", "");
  }
  if (original instanceof HTMLDetailsElement) copy.toggleAttribute("open", original.open);
  if (original.matches("input, select, textarea")) copy.setAttribute("disabled", "");
}

function cleanAttributes(copy: Element): void {
  for (const { name, value } of [...copy.attributes]) {
    const plain = name.toLowerCase();
    if (plain.startsWith("on") || dead.has(plain)) copy.removeAttribute(name);
    else if (plain === "style" && hasAddress(value))
      copy.setAttribute(name, withoutAddresses(value));
    else if (/^(xlink:)?href$/.test(plain) && !isLink(copy, value)) copy.removeAttribute(name);
  }
  // A cell that still waits would blink for ever.
  if (copy.matches('[data-state="waiting"], [data-state="running"]'))
    copy.removeAttribute("data-state");
}

/** Returns whether an address leads somewhere when it is clicked, or to a part of the same page. */
function isLink(element: Element, href: string): boolean {
  if (/^#(?!\/)/.test(href)) return true;
  if (element.localName !== "a") return /^data:image\/(png|jpeg|webp|gif);/i.test(href);
  return /^(https?:|mailto:)/i.test(href.trim());
}

/** Returns whether styles ask for anything that is not in them. */
export function hasAddress(css: string): boolean {
  return /url\(|image-set\(|image\(|src\(/i.test(css.replace(/url\(\s*["']?(data:|#)/gi, ""));
}

/** Returns declarations without those that ask for anything. */
function withoutAddresses(css: string): string {
  const { style } = document.createElement("p");
  style.cssText = css;
  for (const property of [...style]) {
    if (hasAddress(style.getPropertyValue(property))) style.removeProperty(property);
  }
  return style.cssText;
}

/** A button that says something becomes that; one that only did something goes. */
function replaceButton(button: HTMLButtonElement): void {
  if (!/[\p{L}\p{N}]/u.test(button.textContent) && !button.querySelector("svg, img")) {
    button.remove();
    return;
  }
  const span = button.ownerDocument.createElement("span");
  for (const { name, value } of button.attributes) {
    if (!["type", "role", "disabled", "value"].includes(name)) span.setAttribute(name, value);
  }
  span.setAttribute("data-button", "");
  span.append(...button.childNodes);
  button.replaceWith(span);
}

/** What is being written, as text. */
function sourceOf(editor: Element): Element {
  const source = editor.ownerDocument.createElement("pre");
  source.className = "source";
  const lines = [...editor.querySelectorAll(".cm-line")].map(({ textContent }) => textContent);
  source.textContent = lines.join("\n");
  return source;
}
