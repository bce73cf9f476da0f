/** What stands in the place of a cell that was stopped or is switched off. */

import "./note.css";

/** Why a cell does not run: waiting for something it was stopped, or it kept the page busy. */
const sentences = {
  stopped: "Stopped.",
  off: "This cell is switched off: it kept the page busy, and you stopped it.",
  died: "This cell is switched off: the page had to be closed while it ran.",
};

/** Returns a sentence that says why a cell does not run, and a button that runs it again. */
export function stoppedNote(why: keyof typeof sentences, again: () => void): HTMLElement {
  const note = document.createElement("div");
  note.className = "cell-note";
  note.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = sentences[why];
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Run again";
  button.addEventListener("click", again);
  note.append(text, button);
  return note;
}
