/** The page's colours as numbers, for canvases: they follow light and dark as CSS does. */

import { interpolateRgb } from "d3";

/** The colours that a canvas needs, as CSS that every canvas takes. */
export interface Palette {
  readonly raised: string;
  readonly lowered: string;
  readonly page: string;
}

/** Follows the colours at an element; attach it with `{@attach palette.observe}`. */
export class LivePalette {
  current = $state.raw<Palette>({ raised: "#00696b", lowered: "#8f6300", page: "#ffffff" });

  /** An attachment that reads the element's colours now and whenever light and dark change. */
  readonly observe = (node: HTMLElement): (() => void) => {
    const read = (): void => {
      this.current = {
        raised: resolved(node, "--raised"),
        lowered: resolved(node, "--lowered"),
        page: resolved(node, "--page"),
      };
    };
    read();
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const theme = new MutationObserver(read);
    theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    dark.addEventListener("change", read);
    return () => {
      theme.disconnect();
      dark.removeEventListener("change", read);
    };
  };
}

/** Returns the ramp of a signed number as a share in 0..1: lowered below a half, the page's colour at it, raised above. */
export function signedRamp({ raised, lowered, page }: Palette): (share: number) => string {
  const below = interpolateRgb(lowered, page);
  const above = interpolateRgb(page, raised);
  return (share) => (share < 0.5 ? below(share * 2) : above(share * 2 - 1));
}

/** Returns what a custom property that names a colour comes to at an element. */
function resolved(node: HTMLElement, property: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${property})`;
  node.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
