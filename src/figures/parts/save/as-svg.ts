/**
 * A figure as it stands in the page → one SVG file: SVG drawings with their styles, canvases as images,
 * boxes and lines of text where the browser laid them out. What is marked data-save="skip" is left out.
 */

import { colourAsHex } from "./colour.ts";
import { inlinedDrawing } from "./inline.ts";
import { textLines } from "./text-lines.ts";

const svg = "http://www.w3.org/2000/svg";
const margin = 16;
let clips = 0;

/** Returns the figure as SVG text that needs nothing of this page. */
export function figureAsSVG(figure: HTMLElement): string {
  const show = hideSkipped(figure);
  try {
    return drawn(figure);
  } finally {
    show();
  }
}

/** Takes what is not saved out of the layout until the returned function is called, before anything is painted. */
function hideSkipped(figure: HTMLElement): () => void {
  const skipped = [...figure.querySelectorAll<HTMLElement | SVGElement>('[data-save="skip"]')];
  const before = skipped.map(({ style }) => style.display);
  for (const { style } of skipped) style.display = "none";
  return () => {
    skipped.forEach(({ style }, i) => {
      style.display = before[i] ?? "";
    });
  };
}

function drawn(figure: HTMLElement): string {
  const { left, top, width, height } = figure.getBoundingClientRect();
  const origin = { left: left - margin, top: top - margin };
  const content = element("g", {});
  for (const child of figure.childNodes) draw(child, { into: content, origin });
  const size = { width: round(width + 2 * margin), height: round(height + 2 * margin) };
  const viewBox = `0 0 ${String(size.width)} ${String(size.height)}`;
  const root = element("svg", { ...size, viewBox });
  root.append(element("rect", { ...size, fill: pageColour(figure) }), content);
  return new XMLSerializer().serializeToString(root);
}

interface Target {
  readonly into: Element;
  readonly origin: { readonly left: number; readonly top: number };
}

function draw(node: Node, { into, origin }: Target): void {
  if (node instanceof Text) {
    for (const line of textLines(node)) into.append(textElement(line, origin));
    return;
  }
  if (!(node instanceof Element) || skipped(node)) return;
  const style = getComputedStyle(node);
  const { left, top, width, height } = node.getBoundingClientRect();
  const box = {
    x: round(left - origin.left),
    y: round(top - origin.top),
    width: round(width),
    height: round(height),
  };
  if (node instanceof SVGSVGElement) {
    into.append(inlinedDrawing(node, box));
  } else if (node instanceof HTMLCanvasElement) {
    into.append(imageOf(node, { box, style }));
  } else {
    const group = style.overflow === "visible" ? into : clipped(into, box);
    const target =
      style.opacity === "1" ? group : group.appendChild(element("g", { opacity: style.opacity }));
    drawBox(target, { box, style });
    for (const child of node.childNodes) draw(child, { into: target, origin });
  }
}

function skipped(node: Element): boolean {
  const style = getComputedStyle(node);
  const { width, height } = node.getBoundingClientRect();
  return (
    node.matches("input, select") ||
    style.display === "none" ||
    style.visibility === "hidden" ||
    // What only a screen reader reads is a pixel wide.
    (style.position === "absolute" && width <= 1 && height <= 1)
  );
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function drawBox(into: Element, { box, style }: { box: Box; style: CSSStyleDeclaration }): void {
  const fill = colourAsHex(style.backgroundColor);
  const border = Number.parseFloat(style.borderTopWidth);
  const stroke = border > 0 ? colourAsHex(style.borderTopColor) : "none";
  if (fill === "none" && stroke === "none") return;
  const rx = Math.min(Number.parseFloat(style.borderTopLeftRadius) || 0, box.width / 2);
  into.append(element("rect", { ...box, rx, fill, stroke, "stroke-width": border }));
}

function clipped(into: Element, box: Box): Element {
  const id = `figure-clip-${String(++clips)}`;
  const clip = element("clipPath", { id });
  clip.append(element("rect", { ...box }));
  const group = element("g", { "clip-path": `url(#${id})` });
  into.append(clip, group);
  return group;
}

function imageOf(
  canvas: HTMLCanvasElement,
  { box, style }: { box: Box; style: CSSStyleDeclaration },
): Element {
  const image = element("image", {
    ...box,
    preserveAspectRatio: "none",
    href: filtered(canvas, style.filter).toDataURL("image/png"),
    opacity: style.opacity,
  });
  image.setAttribute("style", `image-rendering: ${style.imageRendering}`);
  return image;
}

/** CSS filters do not reach into a file: they are drawn into the pixels. */
function filtered(canvas: HTMLCanvasElement, filter: string): HTMLCanvasElement {
  if (filter === "none") return canvas;
  const copy = document.createElement("canvas");
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext("2d");
  if (!context) return canvas;
  context.filter = filter;
  context.drawImage(canvas, 0, 0);
  return copy;
}

function textElement(
  { text, left, right, baseline, style }: ReturnType<typeof textLines>[number],
  origin: Target["origin"],
): Element {
  const made = element("text", {
    x: round(left - origin.left),
    y: round(baseline - origin.top),
    // Keeps the layout where the reader's computer has other fonts.
    textLength: round(right - left),
    lengthAdjust: "spacingAndGlyphs",
    fill: colourAsHex(style.color),
    "font-family": style.fontFamily,
    "font-size": style.fontSize,
    "font-weight": style.fontWeight,
  });
  made.textContent = text;
  return made;
}

function pageColour(node: Element | null): string {
  if (!node) return "#ffffff";
  const colour = colourAsHex(getComputedStyle(node).backgroundColor);
  return colour === "none" ? pageColour(node.parentElement) : colour;
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): Element {
  const made = document.createElementNS(svg, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
