/** The editor's language for each kind of cell. */

import { html } from "@codemirror/lang-html";
import { javascript } from "@codemirror/lang-javascript";
import { markdown } from "@codemirror/lang-markdown";
import type { Language } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { expressions } from "./expressions.ts";
import { tex } from "./tex.ts";

/** Returns what the editor needs for a cell's mode; nothing where the mode is none that the page colours. */
export function languageOf(mode: string): Extension {
  switch (mode) {
    case "js":
    case "ojs":
      return javascript();
    case "ts":
    case "node":
      return javascript({ typescript: true });
    case "md":
      return [markdown({ codeLanguages: embedded }), expressions, EditorView.lineWrapping];
    case "html":
      return [html(), expressions, EditorView.lineWrapping];
    case "tex":
      return [tex, expressions, EditorView.lineWrapping];
    default:
      return [];
  }
}

/** Returns the language of fenced code in Markdown by the word behind the fence. */
function embedded(info: string): Language | null {
  switch (info.trim().toLowerCase()) {
    case "js":
    case "jsx":
    case "javascript":
      return javascript({ jsx: true }).language;
    case "ts":
    case "typescript":
      return javascript({ typescript: true }).language;
    case "html":
      return html().language;
    case "tex":
    case "latex":
      return tex;
    default:
      return null;
  }
}
