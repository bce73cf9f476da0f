/** Many numbers as a short text, and lists of channels as ranges. */

import { ReadableError } from "../../trace/index.ts";

const steps = 65_535;

/**
 * Returns numbers as text: two whole numbers that they lie between, and each number's place between these in
 * 65,535 steps, base64. In 0..1 no number is off by more than 0.000008.
 */
export function packNumbers(numbers: ArrayLike<number>): string {
  const list = Array.from(numbers);
  const low = Math.floor(Math.min(0, ...list));
  const high = Math.ceil(Math.max(1, ...list));
  const bytes = list.flatMap((number) => {
    const step = Math.round(((number - low) / (high - low)) * steps);
    return [step >> 8, step & 255];
  });
  const text = btoa(String.fromCharCode(...bytes));
  return `${String(low)} ${String(high)} ${text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** Returns the numbers of such a text. Throws a ReadableError where it is none. */
export function unpackNumbers(text: string): Float32Array {
  const [, low = NaN, high = NaN, body = ""] = (
    /^(-?\d{1,9}) (-?\d{1,9}) ([\w-]*)$/.exec(text) ?? []
  ).map((part, i) => (i === 1 || i === 2 ? Number(part) : part));
  const bytes = decode(String(body));
  if (!(Number(low) < Number(high)) || !bytes || bytes.length % 2 === 1) {
    throw new ReadableError({
      what: "Saved channel weights can't be read",
      expected: "two whole numbers and base64",
      found: text.slice(0, 40) || "nothing",
    });
  }
  const [from, to] = [Number(low), Number(high)];
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) => {
    const step = bytes.charCodeAt(2 * i) * 256 + bytes.charCodeAt(2 * i + 1);
    return from + (step / steps) * (to - from);
  });
}

function decode(text: string): string | undefined {
  try {
    return atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return undefined;
  }
}

/** Returns ascending channels as ranges: "3,10-12"; "" for all, which is left out. */
export function packChannels(channels: readonly number[] | undefined): string {
  if (!channels) return "";
  const ranges: [first: number, last: number][] = [];
  for (const channel of channels) {
    const open = ranges.at(-1);
    if (open && open[1] + 1 === channel) open[1] = channel;
    else ranges.push([channel, channel]);
  }
  return ranges
    .map(([first, last]) => (first === last ? String(first) : `${String(first)}-${String(last)}`))
    .join(",");
}

/**
 * Returns the channels of such a text, undefined for all. Throws a ReadableError where it is none, or names
 * channels that a layer of `count` channels has not.
 */
export function unpackChannels(
  text: string,
  { layer, count }: { readonly layer: string; readonly count: number },
): number[] | undefined {
  if (text === "") return undefined;
  const found = text.split(",").flatMap((part) => {
    const [, first, last = first] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (!(from <= to && to < count)) {
      throw new ReadableError({
        what: `A saved change names channels that ${layer} has not`,
        expected: `ascending ranges of 0 to ${String(count - 1)}, as in 3,10-12`,
        found: part.slice(0, 40),
      });
    }
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
  return sortedChannels(found);
}

/** Returns channels ascending, each once. */
export function sortedChannels(channels: Iterable<number>): number[] {
  return [...new Set(channels)].sort((a, b) => a - b);
}

/** Returns a number as it is kept: to three decimals. */
export function rounded(number: number): number {
  return Math.round(number * 1000) / 1000;
}
