/** What is selected in SqueezeExcite: a step, a channel and a hidden unit. */

import type { SELayer } from "../../trace/index.ts";
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

/** Returns a selection with what a layer has not taken out; the same object where nothing is. */
export function fitted(value: Selection, { channels, hidden }: SELayer): Selection {
  const step = Number.isInteger(value.step)
    ? Math.max(1, Math.min(lastStep, value.step))
    : nothingChosen.step;
  const inside = (index: number | null, count: number): number | null =>
    index !== null && Number.isInteger(index) && index >= 0 && index < count ? index : null;
  const next = {
    step,
    channel: inside(value.channel, channels),
    unit: inside(value.unit, hidden),
  };
  return sameChoice(next, value) ? value : next;
}

function isSelection(value: unknown): value is Selection {
  return typeof value === "object" && value !== null && "step" in value && "unit" in value;
}
