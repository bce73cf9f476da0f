/** Files in and out of what this browser keeps. */

import { decode } from "../../image/index.ts";
import { readNotebook } from "../../notebook/document/notebook.ts";
import { type OutFile, notebookFile } from "../../notebook/files/download.ts";
import { openFile } from "../../notebook/files/open.ts";
import { thumbnailOf } from "../../notebook/inputs/thumbnail.ts";
import type { Keep } from "../../notebook/keep/keep.ts";
import type { DamagedNotebook, KeptNotebook } from "../../notebook/keep/types.ts";
import { type ReadableError, readable } from "../../trace/index.ts";

/** A file that is now kept, and what of it could not be. */
export interface TakenIn {
  readonly notebook: KeptNotebook;
  readonly problems: readonly ReadableError[];
}

/**
 * Keeps a notebook's file with its photographs; nothing in it is run. A text that is kept already is not kept
 * twice. Rejects with a ReadableError that names the file.
 */
export async function takeIn(file: File, keep: Keep): Promise<TakenIn> {
  const { text, photos, states, problems } = await openFile(file, { name: file.name });
  const known = (await keep.list()).notebooks.find((one) => one.text === text);
  const lost: ReadableError[] = [...problems];
  for (const { blob, name } of photos) {
    try {
      const thumbnail = await thumbnailOf(await decode(blob, name));
      await keep.photos.add({ blob, name, thumbnail });
    } catch (error) {
      lost.push(readable(error));
    }
  }
  if (known) return { notebook: known, problems: lost };
  const trusted = await keep.isTrusted(text);
  const notebook = await keep.create({ text, origin: "file", file: file.name, trusted, states });
  return { notebook, problems: lost };
}

/** Returns a kept notebook as a file, with the photographs and settings that it has. */
export async function fileOf({ text, photos, states }: KeptNotebook, keep: Keep): Promise<OutFile> {
  const kept = await Promise.all(photos.map((id) => keep.photos.get(id)));
  const there = kept.filter((photo) => photo !== undefined);
  return await notebookFile(readNotebook(text), { photos: there, states });
}

/** Returns what is left of a damaged notebook as a file of text. */
export function fileOfDamaged({ id, raw }: DamagedNotebook): OutFile {
  return { name: `damaged notebook ${id}.txt`, blob: new Blob([raw], { type: "text/plain" }) };
}
