/** What stands in the place of a cell that was stopped or is switched off. */

import "./note.css";

/** Returns a sentence and a button that runs the cell again. */
export function stoppedNote(sentence: string, again: () => void): HTMLElement {
  const note = document.createElement("div");
  note.className = "cell-note";
  note.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = sentence;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Run again";
  button.addEventListener("click", again);
  note.append(text, button);
  return note;
}
