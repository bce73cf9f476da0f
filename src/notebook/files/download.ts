/** A notebook as a file to download, with the photographs and settings that it uses. */

import { ReadableError } from "../../trace/index.ts";
import { type Notebook, inBytes, writeNotebook } from "../document/notebook.ts";
import { type Companions, companionHtml, companionLimits } from "./companions.ts";
import { fileName } from "./file-name.ts";

/** A file to download. */
export interface OutFile {
  readonly name: string;
  readonly blob: Blob;
}

/**
 * Returns a notebook's file. Without photographs and settings it is the notebook's own text, for one that was not
 * changed byte for byte what was opened. Rejects with a ReadableError where the photographs are too large for a file.
 */
export async function notebookFile(
  notebook: Notebook,
  { photos = [], states = {} }: Partial<Companions> = {},
): Promise<OutFile> {
  const bytes = photos.reduce((sum, { blob }) => sum + blob.size, 0);
  const large = photos.find(({ blob }) => blob.size > companionLimits.photoBytes);
  if (large || bytes * 1.4 > companionLimits.bytes || photos.length > companionLimits.photos)
    throw new ReadableError({
      what: large
        ? `The photograph ${large.name} is too large for the file`
        : "The photographs are too many for one file",
      expected: `at most ${String(companionLimits.photos)}, each up to ${inBytes(companionLimits.photoBytes)} and all together up to ${inBytes(companionLimits.bytes / 1.4)}`,
      found: large ? inBytes(large.blob.size) : `${String(photos.length)} of ${inBytes(bytes)}`,
      todo: "Download the notebook without its photographs",
    });
  const behind = await companionHtml({ photos, states });
  // Behind a script that never ends, everything would be a part of it.
  const whole = behind === "" || notebook.origin?.places !== undefined || !notebook.origin;
  const { title, theme, readOnly, cells } = notebook;
  const text = writeNotebook(whole ? notebook : { title, theme, readOnly, cells });
  return {
    name: fileName(title),
    blob: new Blob([text, behind], { type: "text/html;charset=utf-8" }),
  };
}

/** Gives a file to the browser to save. */
export function saveFile({ name, blob }: OutFile): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // Some browsers read the address only after the click is over.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
}
