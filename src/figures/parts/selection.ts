/** Selected channels: in the order in which they were selected, each once. */

/** Returns the selection with the channel added at its end, or taken out where it was in. */
export function toggled(selection: readonly number[], channel: number): number[] {
  return selection.includes(channel)
    ? selection.filter((one) => one !== channel)
    : [...selection, channel];
}

/** Returns the selection with more channels at its end. */
export function extended(selection: readonly number[], channels: readonly number[]): number[] {
  return [...new Set([...selection, ...channels])];
}

/** Returns the channels that a layer of that many channels has; the same array where it has all of them. */
export function existing(selection: readonly number[], channels: number): readonly number[] {
  const inside = (channel: number): boolean =>
    Number.isInteger(channel) && channel >= 0 && channel < channels;
  return selection.every(inside) ? selection : selection.filter(inside);
}

/** Returns whether two selections are the same channels in the same order. */
export function sameSelection(a: unknown, b: unknown): boolean {
  return (
    Array.isArray(a) &&
    Array.isArray(b) &&
    a.length === b.length &&
    a.every((one, i) => one === b[i])
  );
}
