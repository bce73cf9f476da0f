/** Faithfulness curves → lines in pixels. */

import { area, extent, line, scaleLinear } from "d3";
import type { Band, FaithfulnessCurve } from "../../trace/index.ts";
import { type MethodLook, methodLook } from "../parts/methods.ts";
import { type Tick, ticksAt } from "../parts/ticks.ts";

/** Curves that can be compared: the same things taken away, with one base line. */
export interface CurveGroup {
  readonly of: FaithfulnessCurve["of"];
  readonly curves: readonly FaithfulnessCurve[];
}

/** Which way a curve goes. */
export type CurveKind = "deletion" | "insertion";

/** One method's line. */
export interface CurveLine extends MethodLook {
  readonly method: FaithfulnessCurve["method"];
  /** As SVG's path. */
  readonly path: string;
  /** How far the orders lie apart, as SVG's path; "" where there was one. */
  readonly band: string;
  /** Height of the line at each share. */
  readonly ys: readonly number[];
}

/** One plot as it is drawn. */
export interface CurveMarks {
  readonly lines: readonly CurveLine[];
  readonly xs: readonly number[];
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const margin = { top: 28, right: 22, bottom: 40, left: 44 };

/** Returns curves with the random base line that ends each of their groups. */
export function curveGroups(curves: readonly FaithfulnessCurve[]): CurveGroup[] {
  const groups: { of: FaithfulnessCurve["of"]; curves: FaithfulnessCurve[] }[] = [];
  let open = false;
  for (const curve of curves) {
    const last = groups.at(-1);
    if (last && open && last.of === curve.of) last.curves.push(curve);
    else groups.push({ of: curve.of, curves: [curve] });
    open = curve.method !== "random";
  }
  return groups;
}

/** Returns a group's lines, the base line first so that it lies below; the axis begins at 0 unless numbers lie below. */
export function curveMarks(
  { curves }: CurveGroup,
  {
    kind,
    width,
    height,
  }: { readonly kind: CurveKind; readonly width: number; readonly height: number },
): CurveMarks {
  const [left, right] = [margin.left, Math.max(margin.left + 40, width - margin.right)];
  const [top, bottom] = [margin.top, height - margin.bottom];
  const all = curves.flatMap(({ deletion, insertion, bands }) =>
    [deletion, insertion, bands?.deletion.high, bands?.insertion.high].flatMap((one) => [
      ...(one ?? []),
    ]),
  );
  const [least = 0, most = 1] = extent(all);
  const x = scaleLinear([0, 1], [left, right]);
  const y = scaleLinear([Math.min(0, least), Math.max(most, least + 1e-6)], [bottom, top]).nice(4);
  const path = (shares: Float32Array, values: Float32Array): string =>
    line<number>((value, i) => x(shares[i] ?? 0), y)(values) ?? "";
  const bandPath = (shares: Float32Array, { low, high }: Band): string =>
    area<number>(
      (_, i) => x(shares[i] ?? 0),
      (value) => y(value),
      (_, i) => y(high[i] ?? 0),
    )(low) ?? "";
  const own = curves.filter(({ method }) => method !== "random");
  const base = curves.filter(({ method }) => method === "random");
  return {
    lines: [...base, ...own].map((curve) => ({
      ...methodLook(curve.method),
      method: curve.method,
      path: path(curve.shares, curve[kind]),
      band: curve.bands ? bandPath(curve.shares, curve.bands[kind]) : "",
      ys: Array.from(curve[kind], (value) => y(value)),
    })),
    xs: Array.from(curves[0]?.shares ?? [], (share) => x(share)),
    xTicks: ticksAt([0, 0.25, 0.5, 0.75, 1], x, { label: (at) => `${String(at * 100)} %` }),
    yTicks: ticksAt(y.ticks(4), y, { label: (at) => y.tickFormat(4)(at) }),
    ...{ left, right, top, bottom },
  };
}

/** Returns the step nearest to a place along the axis. */
export function stepAt({ xs }: Pick<CurveMarks, "xs">, x: number): number {
  let best = 0;
  xs.forEach((at, k) => {
    if (Math.abs(at - x) < Math.abs((xs[best] ?? Infinity) - x)) best = k;
  });
  return best;
}

/** Returns the step that a key leads to; undefined for other keys. */
export function nextStep(
  count: number,
  { key, from }: { readonly key: string; readonly from: number | undefined },
): number | undefined {
  const at = from ?? -1;
  const places: Readonly<Record<string, number>> = {
    ...{ ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1 },
    ...{ Home: 0, End: count - 1 },
  };
  const to = places[key];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}
