/** Reads what the database holds as a network. */

import type { KeptNetwork, NetworkFile } from "./types.ts";

/** Returns a record as a network, undefined where it is none. */
export function readNetwork(record: unknown): KeptNetwork | undefined {
  if (!isObject(record)) return undefined;
  const { id, name, files, classes, seLayers, created } = record;
  if (typeof id !== "string" || typeof name !== "string" || !Array.isArray(files)) return undefined;
  const known = files.flatMap((file: unknown) => readFile(file) ?? []);
  if (known.length === 0 || known.length < files.length) return undefined;
  return {
    ...{ id, name, files: known },
    classes: countOf(classes),
    seLayers: countOf(seLayers),
    created: countOf(created),
  };
}

function readFile(record: unknown): NetworkFile | undefined {
  if (!isObject(record)) return undefined;
  const { name, blob } = record;
  return typeof name === "string" && blob instanceof Blob ? { name, blob } : undefined;
}

function countOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
