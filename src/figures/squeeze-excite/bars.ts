/** Numbers → bars side by side, as one path in a box as long as there are numbers and 1 across. */

/** What the bars measure. */
export interface BarScale {
  readonly low: number;
  readonly high: number;
}

/** Returns a scale that reaches from the smallest number, or 0, to the largest, or 0. */
export function barScale(values: ArrayLike<number>): BarScale {
  let [low, high] = [0, 0];
  for (const value of Array.from(values)) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low === high ? { low, high: low + 1 } : { low, high };
}

/** Returns the share of the way from a scale's low end at which a value lies. */
export function along({ low, high }: BarScale, value: number): number {
  return (value - low) / (high - low);
}

/**
 * Returns the path of one bar a number, from zero to it. "up": bars stand side by side, higher is more;
 * "right": they lie one below the other, further right is more. `gap` is the space between two, in bars.
 */
export function barPath(
  values: ArrayLike<number>,
  {
    scale,
    towards,
    gap = 0.2,
  }: { readonly scale: BarScale; readonly towards: "up" | "right"; readonly gap?: number },
): string {
  const zero = along(scale, 0);
  const thick = number(1 - gap);
  return Array.from(values, (value, i) => {
    const end = along(scale, value);
    const [from, to] = [number(Math.min(zero, end)), number(Math.max(zero, end))];
    const start = number(i + gap / 2);
    return towards === "up"
      ? `M${start} ${number(1 - Number(to))}h${thick}V${number(1 - Number(from))}h-${thick}z`
      : `M${from} ${start}H${to}v${thick}H${from}z`;
  }).join("");
}

function number(value: number): string {
  return String(Math.round(value * 10_000) / 10_000);
}
