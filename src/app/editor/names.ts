/** What the editor knows of names: it completes them and shows their docs under the pointer. */

import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
} from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { EditorState, Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import { insideExpression } from "./expressions.ts";

/** A name that a cell may use. */
export interface KnownName {
  readonly name: string;
  /** "function", "value", or "cell" for a name that another cell defines. */
  readonly kind: "function" | "value" | "cell";
  /** A few words behind the name in the list. */
  readonly detail?: string;
  /** Returns its docs as an element, made anew for each place it is shown. */
  readonly docs?: () => HTMLElement;
  /** For a member of another name, as `trace.detections`: "trace". */
  readonly of?: string;
}

const word = /[\w$]+/;
/** Of a token of these, no name is completed. */
const silent = /^(?:String|Comment|LineComment|BlockComment|RegExp|TemplateString)$/;

/** Returns whether names mean anything at a place: in code, or inside an expression of a text. */
export function namesCount(
  state: EditorState,
  { at, mode }: { readonly at: number; readonly mode: string },
): boolean {
  if (mode === "md" || mode === "html" || mode === "tex")
    return insideExpression(state.doc.toString(), at);
  return !silent.test(syntaxTree(state).resolveInner(at, -1).name);
}

/** Returns the source of completions for a cell of a mode. `names` is asked each time. */
export function completeNames(
  names: () => readonly KnownName[],
  mode: () => string,
): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    if (!namesCount(context.state, { at: context.pos, mode: mode() })) return null;
    const member = context.matchBefore(/([\w$]+)\.([\w$]*)$/);
    const typed = context.matchBefore(/[\w$]*$/);
    if (!typed || /^\d/.test(typed.text)) return null;
    const owner = member ? /^([\w$]+)\./.exec(member.text)?.[1] : undefined;
    if (typed.from === typed.to && !context.explicit && owner === undefined) return null;
    const options = names()
      .filter(({ of }) => of === owner)
      .map(completion);
    return options.length === 0 ? null : { from: typed.from, options, validFor: /^[\w$]*$/ };
  };
}

function completion({ name, kind, detail, docs }: KnownName): Completion {
  return {
    label: name,
    type: kind === "function" ? "function" : "variable",
    // A person's own names come first.
    boost: kind === "cell" ? 2 : 1,
    ...(detail === undefined ? {} : { detail }),
    ...(docs ? { info: () => framed(docs()) } : {}),
  };
}

/** Returns the extension that shows a name's docs while the pointer rests on it. */
export function nameDocs(names: () => readonly KnownName[], mode: () => string): Extension {
  return hoverTooltip((view, at) => {
    if (!namesCount(view.state, { at, mode: mode() })) return null;
    const range = view.state.wordAt(at);
    if (!range) return null;
    const text = view.state.sliceDoc(range.from, range.to);
    if (!word.test(text)) return null;
    const before = /([\w$]+)\.$/.exec(
      view.state.sliceDoc(Math.max(0, range.from - 80), range.from),
    );
    const known = names().find(({ name, of }) => name === text && of === before?.[1]);
    const { docs } = known ?? {};
    if (!docs) return null;
    return { pos: range.from, end: range.to, above: true, create: () => ({ dom: framed(docs()) }) };
  });
}

function framed(docs: HTMLElement): HTMLElement {
  const frame = document.createElement("div");
  frame.className = "cm-name";
  frame.append(docs);
  return frame;
}
