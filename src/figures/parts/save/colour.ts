/** CSS colours as every SVG reader knows them. */

const known = new Map<string, string>();

/** Returns any computed CSS colour as #rrggbb or #rrggbbaa; "none" for one that can't be seen. */
export function colourAsHex(css: string): string {
  if (css === "none" || css === "transparent" || css === "") return "none";
  const found = known.get(css) ?? painted(css);
  known.set(css, found);
  return found;
}

/** The browser itself resolves oklab(), color() and the like: one pixel is painted and read. */
function painted(css: string): string {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context || !CSS.supports("color", css)) return css;
  context.fillStyle = css;
  context.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0, a = 0] = context.getImageData(0, 0, 1, 1).data;
  if (a === 0) return "none";
  const parts = a === 255 ? [r, g, b] : [r, g, b, a];
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
