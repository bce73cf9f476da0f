/** What is selected in SqueezeExcite: a step, a channel and a hidden unit. */

import type { Block } from "./block.ts";
import { lastStep } from "./steps.ts";

/** The figure's value; a channel or unit of null is the one that the figure picks. */
export interface Selection {
  /** From 1 to 5. */
  readonly step: number;
  readonly channel: number | null;
  readonly unit: number | null;
}

/** Nothing chosen yet: the first step. */
export const nothingChosen: Selection = { step: 1, channel: null, unit: null };

/** Returns whether two values select the same. */
export function sameChoice(a: unknown, b: unknown): boolean {
  if (!isSelection(a) || !isSelection(b)) return Object.is(a, b);
  return a.step === b.step && a.channel === b.channel && a.unit === b.unit;
}

/**
 * Returns a selection in which whatever is open, or what the layer has not, is what the block begins with;
 * the same object where nothing is.
 */
export function fitted(
  value: Selection,
  { layer, first }: Pick<Block, "layer" | "first">,
): Selection {
  const step = Number.isInteger(value.step)
    ? Math.max(1, Math.min(lastStep, value.step))
    : nothingChosen.step;
  const inside = (index: number | null, count: number): index is number =>
    index !== null && Number.isInteger(index) && index >= 0 && index < count;
  const next = {
    step,
    channel: inside(value.channel, layer.channels) ? value.channel : first.channel,
    unit: inside(value.unit, layer.hidden) ? value.unit : first.unit,
  };
  return sameChoice(next, value) ? value : next;
}

function isSelection(value: unknown): value is Selection {
  return typeof value === "object" && value !== null && "step" in value && "unit" in value;
}
