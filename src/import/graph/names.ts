/** Class names that stand beside a graph: YOLOv5's and YOLOv8's metadata.yaml, or a list of labels. */

import { type NamedFile, textOf, withEnding } from "../importer.ts";

const longest = 1_000_000;

/** Returns the names in their order, undefined where no file gives them. */
export function classNamesIn(files: readonly NamedFile[]): string[] | undefined {
  const metadata = withEnding(files, /(^|\/)metadata\.ya?ml$/i);
  if (metadata && metadata.bytes.byteLength < longest) return namesOfMetadata(textOf(metadata));
  const labels = withEnding(files, /(^|\/)(labels|classes|names)\.txt$/i);
  if (!labels || labels.bytes.byteLength >= longest) return undefined;
  const lines = textOf(labels)
    .split(/\r?\n/)
    .map((line) => line.trim());
  return lines.filter((line) => line !== "");
}

/** `names:` with a line for each number, "  0: person". */
function namesOfMetadata(text: string): string[] | undefined {
  const after = text.split(/^names:[^\S\n]*$/m)[1];
  if (after === undefined) return undefined;
  const names: string[] = [];
  for (const line of after.split(/\r?\n/).slice(1)) {
    const found = /^\s+(\d+):\s*(.*?)\s*$/.exec(line);
    if (!found || Number(found[1]) !== names.length) break;
    names.push((found[2] ?? "").replace(/^(['"])(.*)\1$/, "$2"));
  }
  return names.length > 0 ? names : undefined;
}
