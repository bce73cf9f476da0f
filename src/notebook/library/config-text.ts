/** `configText`: a text area for a configuration, whose value is the last text that is a network. */

import { mount } from "svelte";
import type { Engine } from "../../engine/index.ts";
import { type ValueElement, figureElement, withValue } from "../figure-element.svelte.ts";
import ConfigText from "../inputs/ConfigText.svelte";

/** Makes a text area for a configuration. */
export type MakeConfigText = (
  text: string,
  options?: { readonly label?: string },
) => ValueElement<string>;

/**
 * Returns `configText` for an engine, which judges the texts. What is wrong with a text stands at its line, and the
 * value stays the last text that could be planned; it is the given text to begin with.
 */
export function configTextWith(engine: Engine): MakeConfigText {
  return (text, { label = "Configuration" } = {}) =>
    figureElement(text, (target, bound) => {
      const check = (one: string): Promise<unknown> => engine.architecture(one);
      return mount(ConfigText, { target, props: withValue({ start: text, label, check }, bound) });
    });
}
