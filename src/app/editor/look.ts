/** The editor's looks: the page's own colours, and the classes that a cell's static source has as well. */

import { syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";

/** The same classes as Notebook Kit's own highlighter gives, which writes the static source. */
const classes = tagHighlighter([
  { tag: tags.link, class: "tok-link" },
  { tag: [tags.heading, tags.strong], class: "tok-strong" },
  { tag: tags.emphasis, class: "tok-emphasis" },
  { tag: [tags.keyword, tags.typeName], class: "tok-keyword" },
  { tag: tags.atom, class: "tok-atom" },
  { tag: [tags.bool, tags.escape, tags.number], class: "tok-literal" },
  { tag: [tags.string, tags.regexp], class: "tok-string" },
  { tag: tags.comment, class: "tok-comment" },
  { tag: tags.invalid, class: "tok-invalid" },
  { tag: tags.variableName, class: "tok-variable" },
  {
    tag: [tags.definition(tags.variableName), tags.className, tags.propertyName],
    class: "tok-definition",
  },
  { tag: tags.meta, class: "tok-meta" },
]);

const panel = {
  background: "var(--surface)",
  color: "var(--text)",
  font: "var(--small) / 1.4 var(--label-font)",
};

const theme = EditorView.theme({
  "&": { background: "var(--surface)", color: "var(--text)", borderRadius: "var(--radius)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-1px" },
  ".cm-scroller": { font: "0.85rem/1.55 var(--code-font)", overflow: "auto" },
  ".cm-content": { padding: "0.7rem 0", caretColor: "var(--text)" },
  ".cm-line": { padding: "0 1rem" },
  "&.cm-focused .cm-matchingBracket": {
    background: "color-mix(in srgb, var(--accent) 25%, transparent)",
    outline: "none",
  },
  "&.cm-focused .cm-nonmatchingBracket": {
    background: "color-mix(in srgb, var(--warning) 25%, transparent)",
  },
  ".cm-expression": { background: "color-mix(in srgb, var(--accent) 10%, transparent)" },
  ".cm-panels": { ...panel, borderColor: "var(--rule)" },
  ".cm-panels-bottom": { borderTop: "1px solid var(--rule)" },
  ".cm-panel.cm-search": { padding: "0.5rem 1rem" },
  ".cm-panel.cm-search label": { font: "inherit", whiteSpace: "nowrap" },
  ".cm-textfield": {
    font: "inherit",
    color: "inherit",
    background: "var(--page)",
    border: "1px solid var(--rule)",
    borderRadius: "var(--radius)",
    padding: "0.2rem 0.4rem",
  },
  ".cm-button": {
    font: "inherit",
    color: "inherit",
    background: "var(--page)",
    border: "1px solid var(--rule)",
    borderRadius: "var(--radius)",
  },
  ".cm-searchMatch": { background: "color-mix(in srgb, var(--p4) 30%, transparent)" },
  ".cm-searchMatch-selected": { background: "color-mix(in srgb, var(--p4) 60%, transparent)" },
  ".cm-tooltip": {
    ...panel,
    border: "1px solid var(--rule)",
    borderRadius: "var(--radius)",
    boxShadow: "0 4px 16px rgb(0 0 0 / 15%)",
    maxWidth: "min(34rem, 92vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { font: "0.8125rem/1.5 var(--code-font)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.1rem 0.6rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    background: "var(--accent)",
    color: "var(--on-accent)",
  },
  ".cm-completionDetail": {
    font: "var(--tiny) var(--label-font)",
    opacity: "0.8",
    marginLeft: "0.75rem",
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-tooltip .cm-name": { padding: "0.5rem 0.75rem", maxHeight: "18rem", overflow: "auto" },
  ".cm-tooltip .cm-name p": { margin: "0 0 0.4rem" },
  ".cm-tooltip .cm-name p:last-child": { margin: "0" },
  ".cm-tooltip .cm-name pre": { margin: "0.4rem 0 0", whiteSpace: "pre-wrap" },
  ".cm-tooltip.cm-completionInfo": { padding: "0" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--warning) 1.5px",
    textUnderlineOffset: "3px",
  },
  ".cm-diagnostic": { padding: "0.5rem 0.75rem", borderLeft: "3px solid var(--warning)" },
  ".cm-lintPoint-error:after": { borderBottomColor: "var(--warning)" },
});

/** The editor's theme and highlighting; light and dark follow the page. */
export const look: Extension = [theme, syntaxHighlighting(classes)];
