/** The names that the editor completes: the cell library's with their docs, and what cells define. */

import type { HelpEntry } from "../../notebook/help/index.ts";
import type { CellNames } from "../../notebook/run/state.ts";
import type { KnownName } from "../editor/names.ts";

/** What names are made of. */
export interface NameSources {
  readonly help: readonly HelpEntry[];
  readonly names: CellNames;
  /** Places of the cells in the notebook, from 1, by id. */
  readonly places: ReadonlyMap<number, number>;
}

/** Returns all names, a person's own first; the library's docs are made when they are shown. */
export function knownNames({ help, names, places }: NameSources): readonly KnownName[] {
  const own = [...names.defined].flatMap(([id, defined]) =>
    defined.map((name): KnownName => {
      const detail = `cell ${String(places.get(id) ?? id)}`;
      return { name, kind: "cell", detail };
    }),
  );
  return [...own, ...help.map(fromHelp)];
}

function fromHelp({ name, signature, summary, example, section }: HelpEntry): KnownName {
  const [of, member] = name.split(".", 2);
  const shown = member === undefined ? { name } : { name: member, ...(of && { of }) };
  return {
    ...shown,
    kind: signature === name ? "value" : "function",
    detail: section,
    docs: () => {
      const box = document.createElement("div");
      const line = document.createElement("p");
      line.append(Object.assign(document.createElement("code"), { textContent: signature }));
      const text = Object.assign(document.createElement("p"), { textContent: summary });
      const code = Object.assign(document.createElement("pre"), { textContent: example });
      box.append(line, text, code);
      return box;
    },
  };
}
