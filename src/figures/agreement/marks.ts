/** Two methods' numbers for the same channels → points in pixels. */

import { extent, format, scaleLinear } from "d3";
import type { Attribution, LayerKey } from "../../trace/index.ts";
import { type Tick, ticksAt } from "../parts/ticks.ts";

/** One channel: where it lies by two methods. */
export interface ChannelPoint {
  readonly channel: number;
  readonly x: number;
  readonly y: number;
  /** Its two numbers, in the target's unit. */
  readonly values: readonly [x: number, y: number];
  /** From one standard error below to one above, in pixels; undefined where the method does not sample. */
  readonly errorX: readonly [from: number, to: number] | undefined;
  readonly errorY: readonly [from: number, to: number] | undefined;
}

/** A scatter as it is drawn. */
export interface ScatterMarks {
  readonly points: readonly ChannelPoint[];
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly zero: readonly [x: number, y: number];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Two methods at one layer, and the drawing's size. */
export interface ScatterOptions {
  readonly layer: LayerKey;
  readonly across: Attribution;
  readonly up: Attribution;
  readonly width: number;
  readonly height: number;
}

const margin = { top: 28, right: 16, bottom: 40, left: 56 };
/** As many digits as a confidence of a few thousandths needs. */
const short = format("~g");

/** Returns a point a channel; both axes hold 0 and every number with its error. */
export function scatterMarks({ layer, across, up, width, height }: ScatterOptions): ScatterMarks {
  const [left, right] = [margin.left, Math.max(margin.left + 40, width - margin.right)];
  const [top, bottom] = [margin.top, height - margin.bottom];
  const [xs, ys] = [across, up].map(({ layers }) => layers.get(layer) ?? new Float32Array());
  const [xErrors, yErrors] = [across, up].map(({ errors }) => errors?.get(layer));
  const reach = (values: Float32Array = new Float32Array(), errors?: Float32Array): number[] => [
    0,
    ...Array.from(values, (value, c) => value - (errors?.[c] ?? 0)),
    ...Array.from(values, (value, c) => value + (errors?.[c] ?? 0)),
  ];
  const span = (values: readonly number[]): [number, number] => {
    const [low = 0, high = 0] = extent(values);
    return high > low ? [low, high] : [low - 1e-6, high + 1e-6];
  };
  const x = scaleLinear(span(reach(xs, xErrors)), [left, right]).nice(5);
  const y = scaleLinear(span(reach(ys, yErrors)), [bottom, top]).nice(5);
  const stretch = (
    scale: (value: number) => number,
    value: number,
    error: number | undefined,
  ): readonly [number, number] | undefined =>
    error === undefined ? undefined : [scale(value - error), scale(value + error)];
  return {
    points: Array.from(xs ?? [], (value, channel) => {
      const other = ys?.[channel] ?? NaN;
      return {
        ...{ channel, x: x(value), y: y(other), values: [value, other] as const },
        errorX: stretch(x, value, xErrors?.[channel]),
        errorY: stretch(y, other, yErrors?.[channel]),
      };
    }),
    xTicks: ticksAt(x.ticks(width < 420 ? 3 : 5), x, { label: short }),
    yTicks: ticksAt(y.ticks(5), y, { label: short }),
    zero: [x(0), y(0)],
    ...{ left, right, top, bottom },
  };
}

/** Returns the channel whose point is nearest to a place, within 24 pixels; undefined where none is. */
export function channelNear(
  { points }: Pick<ScatterMarks, "points">,
  { x, y }: { readonly x: number; readonly y: number },
): number | undefined {
  let best: number | undefined;
  let least = 24;
  for (const point of points) {
    const distance = Math.hypot(point.x - x, point.y - y);
    if (distance < least) [best, least] = [point.channel, distance];
  }
  return best;
}
