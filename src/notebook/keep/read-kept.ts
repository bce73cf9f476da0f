/** Reads what the database holds as notebooks and photographs, and says what is wrong with what it can't read. */

import type { DamagedNotebook, KeptNotebook, KeptPhoto, Origin } from "./types.ts";

const origins: readonly Origin[] = ["new", "copy", "file", "link"];

/** Whether reading gave no notebook. */
export function isDamaged(read: KeptNotebook | DamagedNotebook): read is DamagedNotebook {
  return "raw" in read;
}

/** Returns a record as a notebook, or what is wrong with it and what can be saved of it. */
export function readKept(record: unknown): KeptNotebook | DamagedNotebook {
  const raw = isObject(record) ? record : {};
  const { id, text, title, origin, created, changed } = raw;
  const name = typeof id === "string" ? id : "";
  const damaged = (why: string): DamagedNotebook => ({
    id: name,
    why,
    raw: typeof text === "string" ? text : asJson(record),
  });
  if (name === "") return damaged("it has no identifier");
  if (typeof text !== "string") return damaged("its text is missing");
  const known = origins.find((one) => one === origin);
  if (!known) return damaged("where it came from is missing");
  if (!isTime(created) || !isTime(changed)) return damaged("its dates are missing");
  return {
    id: name,
    text,
    title: typeof title === "string" ? title : "",
    summary: typeof raw.summary === "string" ? raw.summary : "",
    origin: known,
    ...(typeof raw.base === "string" ? { base: raw.base } : {}),
    ...(typeof raw.file === "string" ? { file: raw.file } : {}),
    trusted: raw.trusted === true,
    network: raw.network === true,
    states: isObject(raw.states) ? raw.states : {},
    off: listOf(raw.off, (one) => typeof one === "number"),
    photos: listOf(raw.photos, (one) => typeof one === "string"),
    ...(raw.thumbnail instanceof Blob ? { thumbnail: raw.thumbnail } : {}),
    created,
    changed,
    revision: isTime(raw.revision) ? raw.revision : 1,
    ...(isTime(raw.deleted) ? { deleted: raw.deleted } : {}),
  };
}

/** Returns a record as a photograph, undefined where it is none. */
export function readPhoto(record: unknown): KeptPhoto | undefined {
  if (!isObject(record)) return undefined;
  const { id, blob, name, thumbnail, created, used } = record;
  if (typeof id !== "string" || !(blob instanceof Blob) || typeof name !== "string")
    return undefined;
  if (typeof thumbnail !== "string" || !isTime(created)) return undefined;
  return { id, blob, name, thumbnail, created, used: isTime(used) ? used : created };
}

/** Returns the name of a photograph, or of one that was removed. */
export function readPhotoName(record: unknown): string | undefined {
  return isObject(record) && typeof record.name === "string" ? record.name : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function listOf<T>(value: unknown, is: (one: unknown) => one is T): readonly T[] {
  return Array.isArray(value) ? value.filter(is) : [];
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value, undefined, 2) ?? String(value);
  } catch {
    return String(value);
  }
}
