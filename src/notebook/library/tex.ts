/** `tex`: formulas by KaTeX, with its fonts from our own pages. */

import katex, { type KatexOptions } from "katex";
import "katex/dist/katex.min.css";

type Tag = (strings: TemplateStringsArray, ...values: unknown[]) => HTMLElement;

/** tex`s = \sigma(z)` returns the formula as an element in a line of text; tex.block as one on its own line. */
export const tex: Tag & { block: Tag } = Object.assign(tag({}), {
  block: tag({ displayMode: true }),
});

function tag(options: KatexOptions): Tag {
  return (strings, ...values) => {
    const element = document.createElement(options.displayMode ? "div" : "span");
    katex.render(String.raw(strings, ...values), element, { ...options, output: "htmlAndMathml" });
    return element;
  };
}
