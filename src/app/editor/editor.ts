/** One cell's editor: CodeMirror with the page's keys, colours, names and errors. */

import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
  completionStatus,
} from "@codemirror/autocomplete";
import { defaultKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, Prec } from "@codemirror/state";
import { EditorView, highlightSpecialChars, keymap } from "@codemirror/view";
import { changeBetween } from "./change-between.ts";
import { languageOf } from "./languages.ts";
import { look } from "./look.ts";
import { type KnownName, completeNames, nameDocs } from "./names.ts";

/** Something wrong at a place of the source; `to` may equal `from`. */
export interface Mistake {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/** What an editor is made of. */
export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly source: string;
  readonly mode: string;
  /** What a screen reader calls it: "Cell 3, JavaScript". */
  readonly label: string;
  /** Names to complete and explain; asked each time. */
  readonly names: () => readonly KnownName[];
  /** Told of each change that the person makes. */
  readonly onchange: (source: string) => void;
  readonly commands: EditorCommands;
}

/** What keys do that reach beyond the editor. */
export interface EditorCommands {
  /** Shift-Enter: run and go on to the next cell. */
  runAndGo(): void;
  /** Ctrl- or Cmd-Enter: run and stay. */
  run(): void;
  /** Escape, when nothing else is open. */
  leave(): void;
  /** The notebook's history; the editor has none of its own. */
  undo(): void;
  redo(): void;
}

/** A cell's editor. */
export interface CellEditor {
  /** Takes a source that changed elsewhere, as undo does; the cursor stays where its text stays. */
  setSource(source: string): void;
  setMode(mode: string): void;
  setLabel(label: string): void;
  setMistakes(mistakes: readonly Mistake[]): void;
  focus(): void;
  destroy(): void;
}

const fromOutside = Annotation.define<boolean>();

/** Returns an editor that stands in `parent`. */
export function createEditor(options: EditorOptions): CellEditor {
  const { parent, source, names, onchange } = options;
  let { mode } = options;
  const language = new Compartment();
  const label = new Compartment();
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: source,
      extensions: [
        Prec.highest(keymap.of(reaching(options.commands))),
        language.of(languageOf(mode)),
        label.of(labelled(options.label)),
        look,
        highlightSpecialChars(),
        indentUnit.of("  "),
        EditorState.tabSize.of(2),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [completeNames(names, () => mode)], icons: false }),
        nameDocs(names, () => mode),
        search(),
        keymap.of([
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...searchKeymap,
          ...lintKeymap,
          ...defaultKeymap,
          indentWithTab,
          { key: "Escape", run: () => (options.commands.leave(), true) },
        ]),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          if (update.transactions.some((one) => one.annotation(fromOutside))) return;
          onchange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    setSource(next) {
      const changes = changeBetween(view.state.doc.toString(), next);
      if (changes) view.dispatch({ changes, annotations: fromOutside.of(true) });
    },
    setMode(next) {
      if (next === mode) return;
      mode = next;
      view.dispatch({ effects: language.reconfigure(languageOf(mode)) });
    },
    setLabel(next) {
      view.dispatch({ effects: label.reconfigure(labelled(next)) });
    },
    setMistakes(mistakes) {
      const { length } = view.state.doc;
      const diagnostics = mistakes.map(({ from, to, message }) => ({
        from: Math.min(from, length),
        to: Math.min(Math.max(from, to), length),
        severity: "error" as const,
        message,
      }));
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
    focus() {
      view.focus();
    },
    destroy() {
      view.destroy();
    },
  };
}

function labelled(label: string): ReturnType<typeof EditorView.contentAttributes.of> {
  return EditorView.contentAttributes.of({
    "aria-label": label,
    "aria-description": "Tab indents. Escape leaves the editor.",
    spellcheck: "false",
  });
}

type Keys = Parameters<typeof keymap.of>[0];

/** Returns the keys that win over the editor's own. */
function reaching(commands: EditorCommands): Keys {
  const doing = (act: () => void) => (): boolean => {
    act();
    return true;
  };
  return [
    { key: "Shift-Enter", run: doing(() => commands.runAndGo()) },
    { key: "Mod-Enter", run: doing(() => commands.run()) },
    { key: "Ctrl-Enter", run: doing(() => commands.run()) },
    { key: "Mod-z", run: doing(() => commands.undo()) },
    { key: "Mod-Shift-z", run: doing(() => commands.redo()) },
    { key: "Mod-y", run: doing(() => commands.redo()) },
    // Names that are still looked for, and not shown, would take the key for themselves.
    {
      key: "Escape",
      run: (view) => {
        if (completionStatus(view.state) === "pending") closeCompletion(view);
        return false;
      },
    },
  ];
}
