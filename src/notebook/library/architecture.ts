/** `Architecture`: the figure of a planned configuration, as cells call it. */

import { mount } from "svelte";
import ArchitectureFigure from "../../figures/architecture/Architecture.svelte";
import { type Architecture, ReadableError } from "../../trace/index.ts";
import {
  type ValueElement,
  figureElement,
  liveProps,
  withValue,
} from "../figure-element.svelte.ts";

/** How the figure is called. */
export interface ArchitectureOptions {
  /** Key of the layer that is selected to begin with. */
  readonly value?: string | null;
  /** What the network is called. */
  readonly title?: string;
}

/** The figure in the page: its value is the key of the selected layer, `update` changes what it draws. */
export type ArchitectureElement = ValueElement<string | null> & {
  update(change: { readonly architecture?: Architecture; readonly title?: string }): void;
};

/** Returns the figure of a configuration that `plan` gave. Throws a ReadableError for anything else. */
export function architectureFigure(
  architecture: Architecture,
  { value = null, title = "The network" }: ArchitectureOptions = {},
): ArchitectureElement {
  if (typeof architecture !== "object" || !("layers" in architecture)) {
    throw new ReadableError({
      what: "Architecture draws a planned configuration",
      expected: "Architecture(planned), with const planned = plan(text) in a cell of its own",
      found: typeof architecture,
    });
  }
  const { props, update } = liveProps({ architecture, title }, []);
  const live = Object.defineProperties({ architecture }, Object.getOwnPropertyDescriptors(props));
  const element = figureElement(value, (target, bound) =>
    mount(ArchitectureFigure, { target, props: withValue(live, bound) }),
  );
  return Object.assign(element, {
    update: (change: Parameters<ArchitectureElement["update"]>[0]) => {
      update({ ...change });
    },
  });
}
