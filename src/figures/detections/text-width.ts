/** How wide a label is. */

let context: CanvasRenderingContext2D | null | undefined;

/** Returns a label's width in pixels with the free space at both ends, in the font of the labels. */
export function labelWidth(text: string): number {
  context ??= document.createElement("canvas").getContext("2d");
  if (!context) return text.length * 7 + 10;
  const family = getComputedStyle(document.documentElement).getPropertyValue("--label-font");
  context.font = `550 11px ${family || "sans-serif"}`;
  return context.measureText(text).width + 10;
}
