/** Makes of a figure's definition the function that cells call: `ChannelWeights(trace, {layer: "P4"})`. */

import { mount } from "svelte";
import type { FigureDefinition } from "../../figures/figure.ts";
import { ReadableError, type Trace } from "../../trace/index.ts";
import { type ValueElement, figureElement, withValue } from "../figure-element.svelte.ts";

/** A figure as a cell calls it; the element's value is what is selected in it. */
export type FigureFunction = (
  trace: Trace,
  options?: Readonly<Record<string, unknown>>,
) => ValueElement<unknown>;

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
    const names = figure.options.map(({ name }) => name);
    const unknown = Object.keys(rest).find((name) => !names.includes(name));
    if (unknown !== undefined) {
      throw new ReadableError({
        what: `${figure.name} has no option ${unknown}`,
        expected: names.length > 0 ? `one of ${names.join(", ")}` : "none",
      });
    }
    return figureElement(value, (target, bound) =>
      mount(figure.component, { target, props: withValue({ trace, ...rest }, bound) }),
    );
  };
}
