/** Names that cells must not define. */

import { CompileError, placeAt } from "./compile-error.ts";
import type { CellSource } from "./parts.ts";

/** Throws a CompileError where a cell defines a name of the cell library. */
export function checkNames(
  { source, mode }: CellSource,
  {
    names,
    reserved,
  }: { readonly names: readonly string[]; readonly reserved: ReadonlySet<string> | undefined },
): void {
  const taken = names.find((name) => reserved?.has(name));
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
  const found = new RegExp(`\\b(?:const|let|var|function\\*?|class)\\s+(?=${escaped}\\b)`).exec(
    source,
  );
  return found ? found.index + found[0].length : undefined;
}
