/** An SVG drawing with its computed styles written into it. */

import { colourAsHex } from "./colour.ts";

/** Style properties that SVG knows as attributes, with the value that needs no writing. */
const properties: Readonly<Record<string, string>> = {
  fill: "",
  stroke: "none",
  "fill-opacity": "1",
  "stroke-opacity": "1",
  "stroke-width": "1px",
  "stroke-dasharray": "none",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  "paint-order": "normal",
  "vector-effect": "none",
  "shape-rendering": "auto",
  opacity: "1",
  "text-anchor": "start",
  "font-family": "",
  "font-size": "",
  "font-weight": "400",
};

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Returns a copy of the drawing, at a place in another one, that looks the same without any style sheet. */
export function inlinedDrawing(drawing: SVGSVGElement, box: Box): Element {
  const group = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries(box)) group.setAttribute(key, String(value));
  const viewBox = drawing.getAttribute("viewBox");
  if (viewBox) group.setAttribute("viewBox", viewBox);
  const aspect = drawing.getAttribute("preserveAspectRatio");
  if (aspect) group.setAttribute("preserveAspectRatio", aspect);
  group.setAttribute("overflow", "visible");
  const opacity = getComputedStyle(drawing).opacity;
  if (opacity !== "1") group.setAttribute("opacity", opacity);
  for (const child of drawing.children) appendCopy(group, child);
  return group;
}

function appendCopy(into: Element, original: Element): void {
  const style = getComputedStyle(original);
  if (style.display === "none" || style.visibility === "hidden") return;
  const copy = original.cloneNode(false);
  if (!(copy instanceof Element)) return;
  for (const { name } of [...copy.attributes]) {
    if (/^(class|style|id|role|tabindex|aria-.*|data-.*)$/.test(name)) copy.removeAttribute(name);
  }
  for (const [property, usual] of Object.entries(properties)) {
    const value = style.getPropertyValue(property);
    const written = property === "fill" || property === "stroke" ? colourAsHex(value) : value;
    if (written === usual) copy.removeAttribute(property);
    else copy.setAttribute(property, written);
  }
  // Keeps labels in their places where the reader's computer has other fonts.
  if (original instanceof SVGTextElement && original.getComputedTextLength() > 0) {
    copy.setAttribute("textLength", original.getComputedTextLength().toFixed(1));
    copy.setAttribute("lengthAdjust", "spacingAndGlyphs");
  }
  // A matrix as an attribute: not every reader of SVG knows transforms in CSS.
  if (style.transform === "none") copy.removeAttribute("transform");
  else copy.setAttribute("transform", style.transform);
  for (const child of original.childNodes) {
    if (child instanceof Text) copy.append(child.data);
    else if (child instanceof Element) appendCopy(copy, child);
  }
  into.append(copy);
}
