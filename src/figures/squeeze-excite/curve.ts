/** An activation function and the points that lie on it, in pixels. */

import { extent, line, scaleLinear } from "d3";
import { type Tick, ticksAt } from "../parts/ticks.ts";

/** One point of the curve. */
export interface CurvePoint {
  readonly index: number;
  readonly x: number;
  readonly y: number;
}

/** Everything that is drawn of a curve. */
export interface CurveMarks {
  readonly plot: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly path: string;
  readonly points: readonly CurvePoint[];
  /** Pixels of x = 0. */
  readonly zero: number;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
}

/** Returns the marks of a function over sums; `outputs` are its values as the network computed them. */
export function curveMarks(
  sums: ArrayLike<number>,
  {
    outputs,
    curve,
    least,
    width,
    height,
  }: {
    readonly outputs: ArrayLike<number>;
    readonly curve: (sum: number) => number;
    /** The x axis reaches at least this far to both sides. */
    readonly least: number;
    readonly width: number;
    readonly height: number;
  },
): CurveMarks {
  const plot = { left: 36, right: width - 8, top: 28, bottom: height - 36 };
  const [low = 0, high = 0] = extent(Array.from(sums));
  const x = scaleLinear(
    [Math.min(low, -least), Math.max(high, least)],
    [plot.left, plot.right],
  ).nice();
  const [from = 0, to = 1] = x.domain();
  const y = scaleLinear([0, Math.max(1, curve(to))], [plot.bottom, plot.top]).nice();
  const samples = Array.from({ length: 97 }, (_, i) => from + ((to - from) * i) / 96);
  const steps = [...samples, 0].sort((a, b) => a - b);
  return {
    plot,
    path:
      line<number>(
        (sum) => x(sum),
        (sum) => y(curve(sum)),
      )(steps) ?? "",
    points: Array.from(sums, (sum, index) => ({ index, x: x(sum), y: y(outputs[index] ?? 0) })),
    zero: x(0),
    xTicks: ticksAt(x.ticks(Math.max(2, width / 70)), x, { label: x.tickFormat() }),
    yTicks: ticksAt(y.ticks(4), y, { label: y.tickFormat(4) }),
  };
}

/** Returns all points as the path of small discs: one element, however many they are. */
export function pointPath(points: readonly CurvePoint[]): string {
  return points
    .map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0`)
    .join("");
}

/** Returns the point nearest to a place; undefined where there is none. */
export function nearestPoint(
  points: readonly CurvePoint[],
  place: { readonly x: number; readonly y: number },
): number | undefined {
  let best: CurvePoint | undefined;
  let nearest = Infinity;
  for (const point of points) {
    const distance = (point.x - place.x) ** 2 + (point.y - place.y) ** 2;
    if (distance < nearest) [nearest, best] = [distance, point];
  }
  return best?.index;
}
