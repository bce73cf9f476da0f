/** What is kept of a notebook and of a photograph. */

import type { ReadableError } from "../../trace/index.ts";

/** How a notebook came to this browser. */
export type Origin = "new" | "copy" | "file" | "link";

/** One notebook that this browser keeps. */
export interface KeptNotebook {
  readonly id: string;
  /** The whole file, in Notebook Kit's format. */
  readonly text: string;
  readonly title: string;
  /** First paragraph as plain text; "" where there is none. */
  readonly summary: string;
  readonly origin: Origin;
  /** Name of the shipped notebook that it is a copy of. */
  readonly base?: string | undefined;
  /** Name of the file that it was opened from. */
  readonly file?: string;
  /** Whether its code may run; always true of origins "new" and "copy" until revoked. */
  readonly trusted: boolean;
  /** Whether the person allowed it to ask other servers. */
  readonly network: boolean;
  /** What was set in its inputs: small JSON, by cell and name. */
  readonly states: Readonly<Record<string, unknown>>;
  /** Identifiers of cells that are switched off. */
  readonly off: readonly number[];
  /** Identifiers of the kept photographs that it uses. */
  readonly photos: readonly string[];
  /** A small picture of what it showed last. */
  readonly thumbnail?: Blob;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** When its text changed last, in milliseconds since 1970. */
  readonly changed: number;
  /** Counts the writes; two tabs tell by it who was last. */
  readonly revision: number;
  /** When it was deleted, in milliseconds since 1970; it can be restored until it is purged. */
  readonly deleted?: number | undefined;
}

/** A record that could not be read as a notebook. */
export interface DamagedNotebook {
  readonly id: string;
  /** What is wrong with it. */
  readonly why: string;
  /** What can be downloaded of it: its text, else the whole record as JSON. */
  readonly raw: string;
}

/** One photograph that this browser keeps. */
export interface KeptPhoto {
  /** "photo-" and the SHA-256 of the bytes in hexadecimal. */
  readonly id: string;
  /** The original file, or a PNG of a camera's frame. */
  readonly blob: Blob;
  readonly name: string;
  /** JPEG as a data address, for the shelf. */
  readonly thumbnail: string;
  /** When it was brought in, in milliseconds since 1970. */
  readonly created: number;
  /** When it was chosen last, in milliseconds since 1970. */
  readonly used: number;
}

/** One network that this browser keeps, as the files that it was opened from. */
export interface KeptNetwork {
  /** "network-" and the SHA-256 of the files in hexadecimal. */
  readonly id: string;
  /** As the person calls it; the file's name at first. */
  readonly name: string;
  readonly files: readonly NetworkFile[];
  /** Count of class names. */
  readonly classes: number;
  /** Count of SE layers. */
  readonly seLayers: number;
  /** When it was kept, in milliseconds since 1970. */
  readonly created: number;
}

/** One file of a network. */
export interface NetworkFile {
  readonly name: string;
  readonly blob: Blob;
}

/** Whether everything that was changed is kept. */
export type SaveState =
  | { readonly kind: "saved"; readonly at: number }
  | { readonly kind: "saving" }
  /** The notebook came with the app or in a link, and nothing was changed. */
  | { readonly kind: "nothing to save" }
  /** With what went wrong and what the person can do; the text is still in the session. */
  | { readonly kind: "not saved"; readonly problem: ReadableError };

/** Another tab wrote or deleted the notebook since this one read it; nothing is written until the person chose. */
export type Conflict =
  { readonly kind: "changed"; readonly theirs: KeptNotebook } | { readonly kind: "deleted" };

/** What a notebook is made of before it is kept. */
export type NewNotebook = Pick<KeptNotebook, "text" | "origin"> &
  Partial<Pick<KeptNotebook, "base" | "file" | "trusted" | "states">>;
