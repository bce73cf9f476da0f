/** Exact credits → the bars of a waterfall, in pixels. */

import { format, scaleLinear } from "d3";
import { creditOf, creditTerms, waterfall } from "../../explain/index.ts";
import type { Evidence, Logit, Target } from "../../trace/index.ts";
import { signed } from "../parts/format.ts";
import { type Tick, ticksAt } from "../parts/ticks.ts";

/** One bar of the waterfall, from where the one above it ended. */
export interface WaterfallBar {
  readonly kind: "base" | "channel" | "rest" | "sum";
  /** The channels that it stands for. */
  readonly channels: readonly number[];
  /** "channel 139". */
  readonly name: string;
  /** What it adds, or where it stands for the base and the sum. */
  readonly value: number;
  /** The same in words. */
  readonly number: string;
  readonly x: number;
  readonly width: number;
  /** Its end, where the next one begins. */
  readonly end: number;
  /** Top of its row. */
  readonly y: number;
}

/** A waterfall as it is drawn. */
export interface WaterfallMarks {
  readonly target: Target;
  readonly bars: readonly WaterfallBar[];
  /** Every channel's credit, length C. */
  readonly credits: Float32Array;
  readonly ticks: readonly Tick[];
  readonly zero: number;
  readonly left: number;
  readonly right: number;
  readonly row: number;
  readonly bottom: number;
  readonly height: number;
}

/** What a waterfall is drawn for. */
export interface WaterfallSize {
  readonly target: Target;
  /** Channels with a bar of their own. */
  readonly most: number;
  readonly width: number;
}

const row = 22;
const margin = { left: 128, right: 66, bottom: 40 };
const small = format("+.4f");
const exact = format(".4f");
const plain = format(".2f");

/** Returns the bars from the base to the value, the largest in size first, the rest together before the sum. */
export function waterfallMarks(
  evidence: Evidence,
  { target, most, width }: WaterfallSize,
): WaterfallMarks {
  const credit = creditOf(evidence, target);
  const { base, steps, value } = waterfall(credit, { layer: evidence.layer, most });
  const ends = [0, base, value, ...steps.map(({ end }) => end)];
  const [left, right] = [margin.left, Math.max(margin.left + 40, width - margin.right)];
  const x = scaleLinear([Math.min(...ends), Math.max(...ends)], [left, right]).nice(5);
  const confidence = target === "confidence";
  const bar = (
    kind: WaterfallBar["kind"],
    given: { channels: readonly number[]; value: number; start: number; end: number; name: string },
  ): Omit<WaterfallBar, "y"> => {
    const [from, to] = [x(given.start), x(given.end)];
    const whole = kind === "base" || kind === "sum";
    const number = confidence
      ? (whole ? exact : small)(given.value)
      : (whole ? plain : signed)(given.value);
    return {
      ...{ kind, number, channels: given.channels, name: given.name, value: given.value },
      ...{ x: Math.min(from, to), width: Math.max(1, Math.abs(to - from)), end: to },
    };
  };
  const bars = [
    bar("base", {
      ...{ channels: [], value: base, start: 0, end: base },
      name: confidence ? "biases alone" : "bias",
    }),
    ...steps.map((step) =>
      step.channels.length === 1
        ? bar("channel", { ...step, name: `channel ${String(step.channels[0])}` })
        : bar("rest", { ...step, name: `other ${String(step.channels.length)} channels` }),
    ),
    bar("sum", {
      ...{ channels: [], value, start: 0, end: value },
      name: targetName(target),
    }),
  ].map((one, k) => ({ ...one, y: k * row }));
  const bottom = bars.length * row + 4;
  return {
    ...{ target, bars, left, right, row, bottom, height: bottom + margin.bottom },
    credits: credit.layers.get(evidence.layer) ?? new Float32Array(),
    zero: x(0),
    ticks: ticksAt(x.ticks(width < 480 ? 3 : 6), x, { label: (tick) => x.tickFormat(6)(tick) }),
  };
}

/** Returns what a target is called. */
export function targetName(target: Target): string {
  return target === "confidence" ? "confidence" : `${target} logit`;
}

/** Where a channel's term in a logit comes from. */
export interface Term {
  readonly logit: Logit;
  /** w, the parameter of Detect's convolution. */
  readonly parameter: number;
  /** w·s·u. */
  readonly term: number;
}

/** Returns a channel's terms in the logits that a target is made of. */
export function termsOf(
  evidence: Evidence,
  { channel, target }: { readonly channel: number; readonly target: Target },
): Term[] {
  const logits: readonly Logit[] = target === "confidence" ? ["objectness", "class"] : [target];
  return logits.map((logit) => ({
    logit,
    parameter: evidence.logits[logit].parameters[channel] ?? NaN,
    term: creditTerms(evidence, logit)[channel] ?? NaN,
  }));
}

/** Returns the bar that a key leads to, by its place; undefined for other keys. */
export function nextBar(
  count: number,
  { key, from }: { readonly key: string; readonly from: number | undefined },
): number | undefined {
  const at = from ?? -1;
  const places: Readonly<Record<string, number>> = {
    ...{ ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1 },
    ...{ Home: 0, End: count - 1, PageDown: at + 8, PageUp: at - 8 },
  };
  const to = places[key];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}
