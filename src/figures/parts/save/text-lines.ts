/** Where the browser laid out the lines of a text. */

/** One line, in CSS pixels of the window. */
export interface TextLine {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
  readonly style: CSSStyleDeclaration;
}

/** Returns the lines of a text node as they are laid out, without the ones that show nothing. */
export function textLines(node: Text): TextLine[] {
  const parent = node.parentElement;
  if (!parent) return [];
  const style = getComputedStyle(parent);
  const lines: TextLine[] = [];
  for (const word of node.data.matchAll(/\S+/g)) {
    const range = document.createRange();
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    const { left, right, top, bottom, width } = range.getBoundingClientRect();
    if (width === 0) continue;
    // Letters hang below the baseline by about a quarter of the font's height.
    const middle = (top + bottom) / 2;
    const baseline = middle + Number.parseFloat(style.fontSize) * 0.35;
    const last = lines.at(-1);
    if (last && Math.abs(last.baseline - baseline) < 1) {
      lines[lines.length - 1] = { ...last, text: `${last.text} ${word[0]}`, right };
    } else {
      lines.push({ text: word[0], left, right, baseline, style });
    }
  }
  return lines;
}
