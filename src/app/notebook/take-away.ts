/** Takes a notebook out of the page: as a file that can be opened again, and as a page of its own. */

import { readNotebook } from "../../notebook/document/notebook.ts";
import type { FilePhoto } from "../../notebook/files/companions.ts";
import type { Keep } from "../../notebook/keep/keep.ts";
import type { KeptSession } from "../../notebook/keep/kept-session.ts";
import { notebookFile, saveFile } from "../../notebook/files/download.ts";

/** Saves the notebook's file with what is set in it and the photographs that it uses. */
export async function downloadFile({
  kept,
  keep,
}: {
  readonly kept: KeptSession;
  readonly keep: Keep;
}): Promise<void> {
  const { text, states, photos: ids } = kept.notebook;
  const found = await Promise.all(ids.map((id) => keep.photos.get(id)));
  const photos = found.flatMap((photo): FilePhoto[] => (photo ? [photo] : []));
  saveFile(await notebookFile(readNotebook(text), { photos, states }));
}

/** Saves one page that shows the notebook as it stands, without the app and without scripts. */
export async function downloadPage({
  kept,
  article,
}: {
  readonly kept: KeptSession;
  readonly article: HTMLElement;
}): Promise<void> {
  const { exportPage } = await import("../../notebook/files/export.ts");
  saveFile(await exportPage(article, { title: kept.notebook.title }));
}
