/** The channel weights of one SE layer → one mark a channel, in pixels of the drawing. */

import { ascending, descending, format, range, scaleLinear } from "d3";
import {
  channelStatistics,
  type ChannelStatistics,
  findSELayer,
  neutralWeight,
  weightDifferences,
} from "../../explain/index.ts";
import type { LayerKey, SELayer, Trace } from "../../trace/index.ts";
import { divergingColour } from "../parts/colours.ts";
import { type Tick, ticksAt } from "../parts/ticks.ts";

/** In which order the channels stand. */
export type ChannelOrder = "index" | "weight" | "difference";
/** What the height of a mark says: s, or how far s is from what is usual, in standard deviations. */
export type ChannelMeasure = "weight" | "difference";

/** One channel as it is drawn. */
export interface ChannelMark {
  readonly channel: number;
  /** s, in (0, 1). */
  readonly weight: number;
  /** Against what is usual, in standard deviations; undefined without a reference. */
  readonly difference: number | undefined;
  readonly x: number;
  readonly y: number;
  /** Where the usual mean lies; undefined without a reference, or where the difference is shown. */
  readonly usual: number | undefined;
  readonly colour: string;
}

/** The whole drawing. */
export interface ChannelWeightMarks {
  readonly layer: SELayer;
  readonly statistics: ChannelStatistics;
  readonly measure: ChannelMeasure;
  /** In channel order. */
  readonly marks: readonly ChannelMark[];
  /** The channels from left to right. */
  readonly order: readonly number[];
  /** Pixels from one channel to the next. */
  readonly step: number;
  readonly plot: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  /** Where nothing is raised or lowered. */
  readonly neutral: number;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
}

/** Where channels stand along a drawing. */
export type ChannelPlaces = Pick<ChannelWeightMarks, "order" | "step" | "plot">;

/** How the marks are wanted. */
export interface ChannelWeightOptions {
  readonly layer: LayerKey;
  readonly sort: ChannelOrder;
  readonly measure: ChannelMeasure;
  /** Of the whole drawing, in pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * Returns the marks of a layer. Where nobody measured what is usual, orders and measures by difference fall
 * back to the weight. Throws a ReadableError for a layer without channel weights.
 */
export function channelWeightMarks(
  trace: Trace,
  { layer: key, sort, measure, width, height }: ChannelWeightOptions,
): ChannelWeightMarks {
  const layer = findSELayer(trace.model, key);
  const { reference } = layer;
  const weights = trace.channelWeights(layer.key);
  const s = weights.excitation;
  const differences = reference && weightDifferences(s, reference);
  const heights = measure === "difference" && differences ? differences : s;
  const order = channelOrder(s, { differences, sort });

  const plot = { left: 40, right: width - 12, top: 26, bottom: height - 40 };
  const step = (plot.right - plot.left) / s.length;
  const x = (rank: number): number => plot.left + (rank + 0.5) * step;
  const shows = heights === s ? "weight" : "difference";
  const y = scaleLinear(domainOf(heights, shows), [plot.bottom, plot.top]);
  const xOf = new Map(order.map((channel, rank) => [channel, x(rank)]));

  const marks = Array.from(s, (weight, channel): ChannelMark => {
    const usual = shows === "weight" ? reference?.mean[channel] : undefined;
    const value = heights[channel] ?? 0;
    return {
      channel,
      weight,
      difference: differences?.[channel],
      x: xOf.get(channel) ?? 0,
      y: y(value),
      usual: usual === undefined ? undefined : y(usual),
      colour: divergingColour(shows === "weight" ? 2 * (weight - neutralWeight) : value / 3),
    };
  });
  return {
    layer,
    statistics: channelStatistics(weights, reference),
    measure: shows,
    marks,
    order,
    step,
    plot,
    neutral: y(shows === "weight" ? neutralWeight : 0),
    xTicks: ticksAt(rankTicks(s.length), x, {
      label: (rank) => String(sort === "index" ? rank : rank + 1),
    }),
    yTicks: ticksAt(shows === "weight" ? [0, 0.25, 0.5, 0.75, 1] : y.ticks(6), y, {
      label: shows === "weight" ? format(".2~f") : signedTick,
    }),
  };
}

/** Returns the channel nearest to a place along the drawing. */
export function channelAt({ order, step, plot }: ChannelPlaces, x: number): number {
  const rank = Math.floor((x - plot.left) / step);
  return order[Math.max(0, Math.min(order.length - 1, rank))] ?? 0;
}

/** Returns the channels whose marks stand between two places along the drawing, from left to right. */
export function channelsBetween(
  { order, step, plot }: ChannelPlaces,
  { from, to }: { readonly from: number; readonly to: number },
): number[] {
  return order.filter((_, rank) => {
    const x = plot.left + (rank + 0.5) * step;
    return x >= from && x <= to;
  });
}

/** Returns the channels in an order, the highest first; equal ones by index. */
export function channelOrder(
  s: Float32Array,
  { differences, sort }: { differences: Float32Array | undefined; sort: ChannelOrder },
): number[] {
  const channels = range(s.length);
  if (sort === "index") return channels;
  const by = sort === "difference" && differences ? differences : s;
  return channels.sort((a, b) => descending(by[a], by[b]) || ascending(a, b));
}

function domainOf(values: Float32Array, shows: ChannelMeasure): [number, number] {
  if (shows === "weight") return [0, 1];
  const furthest = Math.max(3, ...values.map(Math.abs));
  return [-furthest * 1.05, furthest * 1.05];
}

function signedTick(value: number): string {
  return value === 0 ? "0" : format("+~")(value);
}

function rankTicks(channels: number): number[] {
  const every = channels > 160 ? 32 : channels > 80 ? 16 : 8;
  const ticks = range(0, channels - every / 2, every);
  return [...ticks, channels - 1];
}
