/** Makes of a figure's definition the function that cells call: `ChannelWeights(trace, {layer: "P4"})`. */

import { mount } from "svelte";
import type { FigureDefinition } from "../../figures/figure.ts";
import { ReadableError, type Trace } from "../../trace/index.ts";
import {
  type ValueElement,
  figureElement,
  liveProps,
  withValue,
} from "../figure-element.svelte.ts";

type Options = Readonly<Record<string, unknown>>;

/**
 * A figure in the page: its value is what is selected in it, `update` changes options while it stands. Where
 * the value is kept as something smaller, `state` is that; setting it sets the value and is as silent.
 */
export type FigureElement = ValueElement<unknown> & {
  state?: unknown;
  update(options: Options): void;
};

/** A figure as a cell calls it. */
export type FigureFunction = (trace: Trace, options?: Options) => FigureElement;

/** Returns the function of a figure. It throws a ReadableError for an option that the figure has not. */
export function figureFunction(figure: FigureDefinition): FigureFunction {
  return (trace, options = {}) => {
    if (typeof trace !== "object" || !("channelWeights" in trace)) {
      throw new ReadableError({
        what: `${figure.name} draws a trace`,
        expected: `${figure.name}(trace), with const trace = inspect(photo) in a cell of its own`,
        found: trace === undefined ? "nothing" : typeof trace,
      });
    }
    const { value = figure.initial, ...rest } = options;
    const { state } = figure;
    const names = checkOptions(figure, rest);
    const { props, update } = liveProps(rest, names);
    const live = Object.defineProperties({ trace }, Object.getOwnPropertyDescriptors(props));
    const element = figureElement(
      value,
      (target, bound) => mount(figure.component, { target, props: withValue(live, bound) }),
      { state: state && { save: state.save, load: (kept) => state.load(kept, trace) } },
    );
    return Object.assign(element, {
      update: (change: Options) => {
        checkOptions(figure, change);
        update(change);
      },
    });
  };
}

/** Returns the names of a figure's options; throws where one is given that it has not. */
function checkOptions(figure: FigureDefinition, options: Options): readonly string[] {
  const names = figure.options.map(({ name }) => name);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new ReadableError({
      what: `${figure.name} has no option ${unknown}`,
      expected: names.length > 0 ? `one of ${names.join(", ")}` : "none",
    });
  }
  return names;
}
