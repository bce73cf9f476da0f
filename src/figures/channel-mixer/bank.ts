/** Channel weights → a bank of faders, one bar a channel, in pixels of the drawing. */

import { format, max, scaleLinear } from "d3";
import { type Change, setTo, sortedChannels } from "../../explain/index.ts";
import type { LayerKey, SELayer } from "../../trace/index.ts";
import { channelAt } from "../channel-weights/marks.ts";
import type { Place } from "../parts/gestures.ts";
import { type Tick, ticksAt } from "../parts/ticks.ts";

/** What is drawn. */
export interface BankInput {
  readonly layer: SELayer;
  /** s before any change, length C. */
  readonly trained: Float32Array;
  /** s now, length C. */
  readonly weights: Float32Array;
  /** The channels from left to right. */
  readonly order: readonly number[];
  readonly width: number;
  readonly height: number;
}

/** The whole drawing; each path draws all bars of its kind. */
export interface Bank {
  readonly layer: SELayer;
  readonly order: readonly number[];
  /** Pixels from one channel to the next. */
  readonly step: number;
  readonly plot: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  /** The largest weight that is drawn, at least 1. */
  readonly largest: number;
  readonly unchanged: string;
  readonly raised: string;
  readonly lowered: string;
  /** Where the trained weights stand. */
  readonly ghosts: string;
  readonly yTicks: readonly Tick[];
  readonly xTicks: readonly Tick[];
}

/** Returns the drawing. */
export function faderBank({ layer, trained, weights, order, width, height }: BankInput): Bank {
  const plot = { left: 40, right: width - 14, top: 26, bottom: height - 38 };
  const step = (plot.right - plot.left) / Math.max(1, order.length);
  const largest = Math.max(1, Math.ceil((max(weights) ?? 1) * 2 - 1e-6) / 2);
  const y = scaleLinear([0, largest], [plot.bottom, plot.top]).clamp(true);
  const bar = Math.max(0.75, step * 0.72);
  const paths = { unchanged: "", raised: "", lowered: "", ghosts: "" };
  order.forEach((channel, rank) => {
    const [s, was] = [weights[channel] ?? 0, trained[channel] ?? 0];
    const x = place(plot.left + (rank + 0.5) * step - bar / 2);
    const kind = s === was ? "unchanged" : s > was ? "raised" : "lowered";
    paths[kind] +=
      `M${x} ${place(plot.bottom)}V${place(y(s))}h${place(bar)}V${place(plot.bottom)}z`;
    if (s !== was) paths.ghosts += `M${x} ${place(y(was))}h${place(bar)}`;
  });
  const center = (rank: number): number => plot.left + (rank + 0.5) * step;
  const every = order.length > 160 ? 32 : order.length > 80 ? 16 : 8;
  const ranks = order.flatMap((_, rank) =>
    rank === order.length - 1 || (rank % every === 0 && rank < order.length - every / 2)
      ? rank
      : [],
  );
  const byIndex = order.every((channel, rank) => channel === rank);
  return {
    ...{ layer, order, step, plot, largest },
    ...paths,
    xTicks: ticksAt(ranks, center, { label: (rank) => String(byIndex ? rank : rank + 1) }),
    yTicks: ticksAt(
      [0, 0.25, 0.5, 0.75, 1].map((share) => share * largest),
      y,
      {
        label: format(".2~f"),
      },
    ),
  };
}

/** Returns the channels' places as one path of bands as high as the drawing. */
export function bands({ order, step, plot }: Bank, channels: Iterable<number>): string {
  const wanted = new Set(channels);
  return order
    .map((channel, rank) =>
      wanted.has(channel)
        ? `M${place(plot.left + rank * step)} ${place(plot.top)}h${place(step)}V${place(plot.bottom)}h${place(-step)}z`
        : "",
    )
    .join("");
}

/** Returns where a channel's bar has its middle. */
export function barMiddle({ order, step, plot }: Bank, channel: number): number {
  return plot.left + (order.indexOf(channel) + 0.5) * step;
}

/** Returns the channels from one place along the drawing to another, those under both ends among them. */
export function channelsUnder(bank: Bank, from: number, to: number): readonly number[] {
  const ranks = [from, to].map((x) => bank.order.indexOf(channelAt(bank, x)));
  return bank.order.slice(Math.min(...ranks), Math.max(...ranks) + 1);
}

/**
 * Returns drawn weights with a stroke of the pointer on top of them: each channel that it passes gets its
 * height there, from 0 to the largest weight that is drawn, and the last one the height of its end.
 */
export function withStroke(
  { order, step, plot, largest }: Bank,
  drawn: ReadonlyMap<number, number> | undefined,
  { from, to }: { readonly from: Place; readonly to: Place },
): Map<number, number> {
  const rankAt = (x: number): number =>
    Math.max(0, Math.min(order.length - 1, Math.floor((x - plot.left) / step)));
  const weightAt = (y: number): number =>
    Math.max(0, Math.min(1, (plot.bottom - y) / (plot.bottom - plot.top))) * largest;
  const [first, last] = [rankAt(from.x), rankAt(to.x)];
  const next = new Map(drawn);
  for (let rank = Math.min(first, last); rank <= Math.max(first, last); rank++) {
    const channel = order[rank];
    if (channel === undefined) continue;
    const share = first === last ? 1 : (rank - first) / (last - first);
    next.set(channel, weightAt(from.y + share * (to.y - from.y)));
  }
  return next;
}

/** Returns drawn weights as one change. */
export function drawnChange(layer: LayerKey, drawn: ReadonlyMap<number, number>): Change {
  const channels = sortedChannels(drawn.keys());
  const weights = channels.map((channel) => drawn.get(channel) ?? 0);
  const [only = 0, ...more] = weights;
  return setTo({ layer, channels }, more.length === 0 ? only : weights);
}

function place(pixels: number): string {
  return String(Math.round(pixels * 100) / 100);
}
