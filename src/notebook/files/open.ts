/** Opens a notebook's file: text, photographs and settings, all checked and nothing run. */

import { ReadableError } from "../../trace/index.ts";
import { type Notebook, type Parser, inBytes, readNotebook } from "../document/notebook.ts";
import { type Companions, companionLimits, readCompanions, splitCompanions } from "./companions.ts";

/** A file that was opened. */
export interface OpenedFile extends Companions {
  readonly notebook: Notebook;
  /** The notebook's own text, without what went with it. */
  readonly text: string;
  /** What was left out, each a sentence for the person. */
  readonly problems: readonly ReadableError[];
}

/**
 * Returns what a file holds. Rejects with a ReadableError that names the file where it is too large, no text or no
 * notebook; a photograph that is not what it says is left out and told in `problems`.
 */
export async function openFile(
  file: Blob,
  { name = "This file", parser }: { readonly name?: string; readonly parser?: Parser } = {},
): Promise<OpenedFile> {
  if (file.size > companionLimits.bytes)
    throw new ReadableError({
      what: `${name} is too large for a notebook`,
      expected: `at most ${inBytes(companionLimits.bytes)} with its photographs`,
      found: inBytes(file.size),
      todo: "Choose a file that was downloaded as a notebook",
    });
  const { text, lines } = splitCompanions(await textOf(file, name));
  const notebook = readNotebook(text, { name, ...(parser && { parser }) });
  return { notebook, text, ...(await readCompanions(lines)) };
}

/** Returns the file as text; a mark at its start that tells the order of bytes stays. */
async function textOf(file: Blob, name: string): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new ReadableError(
      {
        what: `${name} is not a notebook`,
        expected: "text in UTF-8",
        found: "bytes that are none",
        todo: "Choose a file that was downloaded as a notebook, or save the text as UTF-8",
      },
      { cause },
    );
  }
}
