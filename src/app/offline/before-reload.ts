/** What is to be done before the page is loaded anew: whoever has unsaved work says so here. */

const hooks = new Set<() => void | Promise<void>>();

/** Has `save` awaited before every reload that the app itself begins. Returns a function that takes it back. */
export function beforeReload(save: () => void | Promise<void>): () => void {
  hooks.add(save);
  return () => {
    hooks.delete(save);
  };
}

/** Resolves when everything is saved; rejects with the first error where something can't be. */
export async function readyToReload(): Promise<void> {
  await Promise.all([...hooks].map((save) => save()));
}
