/** Expressions `${…}` inside Markdown, HTML and TeX: where they are, and their look. */

import { Decoration, type DecorationSet, EditorView, ViewPlugin } from "@codemirror/view";

/** A piece of text, by its first character and the one behind its last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Returns the expressions of a text, outermost only, with `${` and `}`. One that is not closed goes to the end. */
export function expressionsIn(text: string): Span[] {
  const found: Span[] = [];
  let at = 0;
  for (;;) {
    const from = text.indexOf("${", at);
    if (from < 0) return found;
    if (text[from - 1] === "\\") {
      at = from + 2;
      continue;
    }
    at = endOf(text, from + 2);
    found.push({ from, to: at });
  }
}

/** Returns the place behind the brace that closes an expression whose inside begins at `start`. */
function endOf(text: string, start: number): number {
  let depth = 1;
  for (let i = start; i < text.length; i++) {
    if (text[i] === "{") depth++;
    else if (text[i] === "}" && --depth === 0) return i + 1;
  }
  return text.length;
}

/** Returns whether a place is inside an expression of the text. */
export function insideExpression(text: string, at: number): boolean {
  return expressionsIn(text).some(({ from, to }) => {
    const closed = text[to - 1] === "}";
    return at >= from + 2 && (at < to || (!closed && at === to));
  });
}

const mark = Decoration.mark({ class: "cm-expression" });

function decorate(view: EditorView): DecorationSet {
  return Decoration.set(
    expressionsIn(view.state.doc.toString()).map(({ from, to }) => mark.range(from, to)),
  );
}

/** Marks expressions with the class `cm-expression`. */
export const expressions = ViewPlugin.define(
  (view) => {
    const plugin = {
      decorations: decorate(view),
      update(update: { docChanged: boolean; view: EditorView }) {
        if (update.docChanged) plugin.decorations = decorate(update.view);
      },
    };
    return plugin;
  },
  { decorations: (plugin) => plugin.decorations },
);
