/** Does what a key asks for. */

import type { Desk } from "./desk.svelte.ts";
import type { Command } from "./keys.ts";

/** Carries out a command for a cell; `showShortcuts` opens the list of keys. */
export function carryOut(
  desk: Desk,
  command: Command,
  { id, showShortcuts }: { readonly id: number; readonly showShortcuts: () => void },
): void {
  const cell = desk.notebook.cells.find((one) => one.id === id);
  switch (command) {
    case "edit":
      desk.edit(id);
      return;
    case "run":
      desk.run(id);
      return;
    case "runAndGo":
      desk.runAndGo(id);
      return;
    case "previous":
      desk.go(id, -1);
      return;
    case "next":
      desk.go(id, 1);
      return;
    case "first":
      desk.go(id, -Infinity);
      return;
    case "last":
      desk.go(id, Infinity);
      return;
    case "moveUp":
      desk.moveBy(id, -1);
      return;
    case "moveDown":
      desk.moveBy(id, 1);
      return;
    case "addAbove":
      desk.add({ before: id }, "js");
      return;
    case "addBelow":
      desk.add({ after: id }, "js");
      return;
    case "duplicate":
      desk.duplicate(id);
      return;
    case "delete":
      desk.delete(id);
      return;
    case "source":
      if (cell) desk.setPinned(id, !cell.pinned);
      return;
    case "markdown":
      desk.setMode(id, "md");
      return;
    case "javascript":
      desk.setMode(id, "js");
      return;
    case "stop":
      desk.runner.stop(id);
      return;
    case "undo":
      desk.undo();
      return;
    case "redo":
      desk.redo();
      return;
    case "shortcuts":
      showShortcuts();
  }
}
