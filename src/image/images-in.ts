/** Finds the image files in what was pasted or dropped. */

import { ReadableError } from "../trace/index.ts";

/** The part of a DataTransfer that is looked at. */
export type Transferred = Pick<DataTransfer, "files" | "types"> &
  Partial<Pick<DataTransfer, "items">>;

/**
 * Returns the image files of a paste or a drop, none where nothing came. Files whose type the browser
 * doesn't know are taken too when there is no better one: decoding finds out what they are.
 * Throws a ReadableError where something came and none of it can be an image.
 */
export function imagesIn(data: Transferred | null): File[] {
  if (!data || data.types.length === 0) return [];
  const files = [...data.files];
  const images = files.filter(({ type }) => type.startsWith("image/"));
  if (images.length > 0) return images;
  const unknown = files.filter(({ type }) => type === "" || type === "application/octet-stream");
  if (unknown.length > 0 && !hasFolder(data)) return unknown;
  throw new ReadableError({
    what: "There is no image in what was pasted or dropped",
    expected: "an image file or a copied image",
    found: describe(data, files),
    todo: "Copy the image itself, or choose its file",
  });
}

/** A folder looks like a file of unknown type until it is read. */
function hasFolder({ items }: Transferred): boolean {
  return [...(items ?? [])].some((item) => item.webkitGetAsEntry()?.isDirectory === true);
}

function describe(data: Transferred, files: readonly File[]): string {
  if (hasFolder(data)) return "a folder";
  const [first] = files;
  if (first) return files.length > 1 ? `${String(files.length)} other files` : first.name;
  return data.types.includes("text/uri-list") ? "a link" : "text";
}
