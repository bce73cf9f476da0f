/** What a configuration's depth and width multiples make of a line's numbers. */

import type { Config, ConfigLine } from "./config.ts";

/** Returns the repeats of a line after the depth multiple, at least 1. */
export function repeatsOf(
  { number }: Pick<ConfigLine, "number">,
  { depthMultiple }: Pick<Config, "depthMultiple">,
): number {
  return number > 1 ? Math.max(pythonRound(number * depthMultiple), 1) : 1;
}

/** Returns a count of channels after the width multiple, rounded up to a multiple of 8. */
export function scaledChannels(
  channels: number,
  { widthMultiple }: Pick<Config, "widthMultiple">,
): number {
  return Math.ceil((channels * widthMultiple) / 8) * 8;
}

/** Python rounds halves to the even neighbour: round(2.5) is 2. */
function pythonRound(value: number): number {
  const down = Math.floor(value);
  if (value - down !== 0.5) return Math.round(value);
  return down % 2 === 0 ? down : down + 1;
}
