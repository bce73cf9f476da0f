/** Names that cells must not define. */

import { CompileError, placeAt } from "./compile-error.ts";
import type { CellSource } from "./parts.ts";

/** Names that the runtime itself gives to each cell. */
const own: ReadonlySet<string> = new Set(["display", "view", "invalidation", "visibility"]);

/** Throws a CompileError where a cell defines a name of the cell library or of the runtime. */
export function checkNames(
  { source, mode }: CellSource,
  {
    names,
    reserved,
  }: { readonly names: readonly string[]; readonly reserved: ReadonlySet<string> | undefined },
): void {
  const taken = names.find((name) => own.has(name) || reserved?.has(name));
  if (taken === undefined) return;
  const from = mode === "js" ? declaredAt(source, taken) : undefined;
  throw new CompileError(
    {
      what: `${taken} is a name of the cell library`,
      todo: "Give the cell's value another name",
    },
    { place: from === undefined ? undefined : placeAt(source, from, from + taken.length) },
  );
}

/** Returns where a name is declared, as far as a glance at the text tells. */
function declaredAt(source: string, name: string): number | undefined {
  const escaped = name.replaceAll("$", "\\$");
  const found = new RegExp(
    `\\b(?:const|let|var|function\\*?|class)\\s+(?=${escaped}(?![\\w$]))`,
  ).exec(source);
  return found ? found.index + found[0].length : undefined;
}
