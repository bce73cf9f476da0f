/** Says whether what was written is kept. */

import type { SaveState } from "../../notebook/keep/types.ts";

/** Returns the words beside the title; "" where there is nothing to say. */
export function saveText(state: SaveState): string {
  switch (state.kind) {
    case "saved":
      return "Saved in this browser";
    case "saving":
      return "Saving…";
    case "nothing to save":
      return "";
    case "not saved":
      return "Not saved";
  }
}
