/** Defines one cell's variables in Observable's runtime, as Notebook Kit does, telling of each output as well. */

import type { Module, Variable, VariableObserver } from "@observablehq/runtime";
import type { CellObserver, DefineState, Definition } from "observable:runtime/define";
import { clear, display, observe } from "observable:runtime/display";
import { input } from "observable:runtime/stdlib/generators/index";

/** Who is told of a cell's function and of what it gives to others. */
export interface DefineObservers {
  cell(shown: CellObserver): CellObserver;
  output(name: string): VariableObserver;
}

/** Defines a cell's variables; they are added to the state, for `release` to take them away. */
export function defineCell(
  main: Module,
  {
    state,
    definition,
    observers,
  }: {
    readonly state: DefineState;
    readonly definition: Omit<Definition, "assets">;
    readonly observers: DefineObservers;
  },
): void {
  const { id, body, inputs = [], outputs = [], output, autodisplay } = definition;
  const cell = main.variable(observers.cell(observe(state, definition)), { shadow: {} });
  const name = output ?? (outputs.length > 0 ? `cell ${String(id)}` : null);
  state.autoclear = true;
  if (definition.display !== false && (inputs.includes("display") || inputs.includes("view"))) {
    addDisplay(cell, { state, inputs, output });
  } else if (!autodisplay) {
    clear(state);
  }
  state.variables.push(cell.define(name, inputs, body));
  if (output !== undefined) return;
  for (const one of outputs) {
    const variable = main.variable(observers.output(one));
    state.variables.push(
      variable.define(one, [name ?? ""], (exports: Record<string, unknown>) => exports[one]),
    );
  }
}

/** Defines names that only say why they have no value. */
export function defineMissing(
  main: Module,
  {
    state,
    names,
    why,
  }: { readonly state: DefineState; readonly names: readonly string[]; readonly why: string },
): void {
  for (const name of names) {
    const missing = (): never => {
      throw new Error(`${name} has no value: ${why}`);
    };
    state.variables.push(main.variable().define(name, [], missing));
  }
}

/** Takes a cell's variables away: its generators are returned, and what it still displays is refused. */
export function release(state: DefineState): void {
  const variables = state.variables.splice(0);
  for (const variable of variables) variable.delete();
}

/** Gives a cell its own `display` and `view`, which clear what an earlier run of it showed. */
function addDisplay(
  cell: Variable,
  {
    state,
    inputs,
    output,
  }: { state: DefineState; inputs: readonly string[]; output: string | undefined },
): void {
  // The version of the cell whose values stand; an older run must not show anything any more.
  let shown = -1;
  const own = new cell.constructor(2, cell._module);
  own.define(
    inputs.filter((name) => name !== "display" && name !== "view"),
    () => {
      const version = cell._version;
      return (value: unknown) => {
        if (version < shown || state.variables[0] !== cell) throw new Error("stale display");
        if (version > shown) clear(state);
        shown = version;
        display(state, value, output);
        return value;
      };
    },
  );
  cell._shadow.set("display", own);
  if (!inputs.includes("view")) return;
  const view = new cell.constructor(2, cell._module, null, { shadow: {} });
  view._shadow.set("display", own);
  view.define(
    ["display"],
    (show: (value: unknown) => Element) => (value: unknown) => input(show(value)),
  );
  cell._shadow.set("view", view);
}
