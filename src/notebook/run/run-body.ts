/** Runs a cell's function: under its mark, with the states of its inputs, letting go of what comes too late. */

import type { CompiledCell } from "../compiled.ts";
import type { RunMarks } from "../guard/marks.ts";
import { letGo } from "./generators.ts";
import type { Life, RunningCell } from "./running-cell.ts";
import type { ViewStates } from "./view-states.ts";

type Body = (...given: never[]) => unknown;

/** What running a cell's function needs. */
export interface BodyOptions {
  /** The notebook's name among the marks; where it is left out, cells leave none. */
  readonly notebook?: string | undefined;
  readonly marks?: RunMarks | undefined;
  readonly states?: ViewStates | undefined;
  /** Told when the function is called, with everything that it names. */
  onrun(): void;
}

/** Returns a cell's function as the runtime shall call it. */
export function wrapBody(
  { cell, life }: Pick<RunningCell, "cell" | "life">,
  { notebook, marks, states, onrun }: BodyOptions,
): Body {
  const { id, definition } = cell;
  const { inputs = [], outputs = [], body = () => undefined } = definition ?? {};
  const viewAt = inputs.indexOf("view");
  const call = body as (...given: unknown[]) => unknown;
  return (...inputsGiven: unknown[]) => {
    const given = [...inputsGiven];
    const { run } = life;
    onrun();
    if (viewAt >= 0 && states) {
      const keys = viewKeys(cell);
      given[viewAt] = withStates(given[viewAt], { states, keys });
    }
    const act = (): unknown => call(...given);
    const value =
      cell.guarded && marks && notebook !== undefined ? marks.during({ notebook, id }, act) : act();
    const checked = (made: unknown): unknown => {
      if (isOutdated(life, run)) letGo(made, outputs.length > 0);
      return made;
    };
    return value instanceof Promise ? value.then(checked) : checked(value);
  };
}

function isOutdated(life: Life, run: number): boolean {
  return life.over || life.run !== run;
}

/** Yields the key of each input that a cell shows: the name that is declared with it, else its place. */
export function* viewKeys({
  id,
  source,
}: Pick<CompiledCell, "id" | "source">): Generator<string, never> {
  // A glance at the text is enough: the same source always gives the same keys.
  const calls = source.matchAll(/(?:\b(?:const|let|var)\s+([\w$]+)\s*=\s*)?\bview\s*\(/g);
  const names = [...calls].map(([, name]) => name);
  for (let place = 0; ; place++) yield `${String(id)}.${names[place] ?? String(place)}`;
}

function withStates(
  view: unknown,
  { states, keys }: { readonly states: ViewStates; readonly keys: Generator<string, never> },
): unknown {
  if (typeof view !== "function") return view;
  return (input: unknown): unknown => {
    states.attach(keys.next().value, input);
    const shown: unknown = view(input);
    return shown;
  };
}
