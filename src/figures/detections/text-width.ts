/** How wide a label is. */

/** Free space at both ends of a label, in pixels. */
const padding = 10;

/**
 * Returns a function that gives a label's width in pixels in the font of the labels, as far as it is loaded.
 * `fonts` counts the fonts that came since: another count measures anew.
 */
export function labelMeasure(fonts: number): (text: string) => number {
  const context = fonts < 0 ? null : document.createElement("canvas").getContext("2d");
  if (!context) return (text) => text.length * 7 + padding;
  const family = getComputedStyle(document.documentElement).getPropertyValue("--label-font");
  context.font = `550 11px ${family || "sans-serif"}`;
  return (text) => context.measureText(text).width + padding;
}
