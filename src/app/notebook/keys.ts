/** The keys of a notebook while a cell, and not its editor, has the focus. */

/** What a key asks for. */
export type Command =
  | "edit"
  | "run"
  | "runAndGo"
  | "previous"
  | "next"
  | "first"
  | "last"
  | "moveUp"
  | "moveDown"
  | "addAbove"
  | "addBelow"
  | "duplicate"
  | "delete"
  | "source"
  | "markdown"
  | "javascript"
  | "stop"
  | "undo"
  | "redo"
  | "shortcuts";

/** What is read of a KeyboardEvent. */
export type KeyPress = Pick<
  KeyboardEvent,
  "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey" | "timeStamp"
>;

/** One line of the list of shortcuts. */
export interface Shortcut {
  readonly keys: readonly string[];
  readonly does: string;
}

/** The shortcuts as the page lists them, those of the editor last. */
export const shortcuts: readonly { readonly title: string; readonly keys: readonly Shortcut[] }[] =
  [
    {
      title: "With a cell selected",
      keys: [
        { keys: ["↑", "↓"], does: "Go to the cell above or below" },
        { keys: ["Enter"], does: "Edit its source" },
        { keys: ["Shift Enter"], does: "Run it and go on to the next" },
        { keys: ["Ctrl Enter", "⌘ Enter"], does: "Run it and stay" },
        { keys: ["a", "b"], does: "Add a cell above or below" },
        { keys: ["c"], does: "Duplicate it" },
        { keys: ["m", "y"], does: "Make it Markdown, or JavaScript" },
        { keys: ["Alt ↑", "Alt ↓"], does: "Move it up or down" },
        { keys: ["p"], does: "Pin its source, or no longer" },
        { keys: ["d d", "Delete"], does: "Delete it" },
        { keys: ["i"], does: "Stop it" },
        { keys: ["z", "Ctrl Z", "⌘ Z"], does: "Undo" },
        { keys: ["Shift Z", "Ctrl Shift Z", "⌘ Shift Z"], does: "Redo" },
        { keys: ["?"], does: "Show these shortcuts" },
      ],
    },
    {
      title: "In the editor",
      keys: [
        { keys: ["Shift Enter"], does: "Run and go on to the next cell" },
        { keys: ["Ctrl Enter", "⌘ Enter"], does: "Run and stay" },
        { keys: ["Ctrl Space"], does: "Complete a name" },
        { keys: ["Ctrl F", "⌘ F"], does: "Search in the cell" },
        { keys: ["Tab", "Shift Tab"], does: "Indent, or less" },
        { keys: ["Escape"], does: "Leave the editor; Tab goes on from there" },
      ],
    },
  ];

/** Milliseconds within which the second "d" must follow. */
const patience = 800;

/** Reads key presses; it remembers a first "d". */
export class CommandKeys {
  private lastD = -Infinity;

  /** Returns what a key press asks for, undefined where it means nothing here. */
  read(press: KeyPress): Command | undefined {
    const { key, ctrlKey, metaKey, altKey, shiftKey, timeStamp } = press;
    const wasD = timeStamp - this.lastD < patience;
    this.lastD = -Infinity;
    if (altKey) {
      if (ctrlKey || metaKey || shiftKey) return undefined;
      return key === "ArrowUp" ? "moveUp" : key === "ArrowDown" ? "moveDown" : undefined;
    }
    if (ctrlKey || metaKey) return withControl(key.toLowerCase(), shiftKey);
    if (key === "d") {
      if (wasD) return "delete";
      this.lastD = timeStamp;
      return undefined;
    }
    return plain(key, shiftKey);
  }
}

function withControl(key: string, shift: boolean): Command | undefined {
  if (key === "enter") return "run";
  if (key === "z") return shift ? "redo" : "undo";
  if (key === "y") return "redo";
  return undefined;
}

function plain(key: string, shift: boolean): Command | undefined {
  switch (key) {
    case "Enter":
      return shift ? "runAndGo" : "edit";
    case "ArrowUp":
      return shift ? undefined : "previous";
    case "ArrowDown":
      return shift ? undefined : "next";
    case "Home":
      return "first";
    case "End":
      return "last";
    case "a":
      return "addAbove";
    case "b":
      return "addBelow";
    case "c":
      return "duplicate";
    case "p":
      return "source";
    case "m":
      return "markdown";
    case "y":
      return "javascript";
    case "i":
      return "stop";
    case "Delete":
      return "delete";
    case "z":
      return "undo";
    case "Z":
      return "redo";
    case "?":
      return "shortcuts";
    default:
      return undefined;
  }
}
