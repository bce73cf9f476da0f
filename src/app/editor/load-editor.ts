/** Loads the editor with everything it stands on, once, when someone first edits. */

import type CellEditor from "./CellEditor.svelte";

/** The component of a cell's editor. */
export type EditorComponent = typeof CellEditor;

let loaded: EditorComponent | undefined;

/** Returns the editor where it is loaded already. */
export function loadedEditor(): EditorComponent | undefined {
  return loaded;
}

/** Resolves with the editor; rejects where its file can't be loaded. */
export async function loadEditor(): Promise<EditorComponent> {
  loaded ??= (await import("./CellEditor.svelte")).default;
  return loaded;
}
