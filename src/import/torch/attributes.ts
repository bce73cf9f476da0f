/** Plain numbers and texts out of a module's attributes. */

import { type Pickled, entriesOf, itemsOf } from "./pickled.ts";

/** Returns a whole number, or the one that a tuple holds for all directions; undefined for anything else. */
export function wholeOf(value: Pickled | undefined): number | undefined {
  const items = itemsOf(value);
  if (items) {
    const [one] = items;
    return items.every((item) => item === one) ? wholeOf(one) : undefined;
  }
  // Upsample keeps its factor as a float.
  return typeof value === "number" && Number.isInteger(value) ? value : undefined;
}

/** Returns a list of whole numbers, a single one as a list of it; undefined for anything else. */
export function wholesOf(value: Pickled | undefined): number[] | undefined {
  const items = itemsOf(value) ?? (value === undefined ? [] : [value]);
  const numbers = items.map((item) => wholeOf(item));
  const all = numbers.filter((number) => number !== undefined);
  return all.length === items.length && all.length > 0 ? all : undefined;
}

/** Returns texts by number, from a list or from a dictionary {0: "person"}; undefined for anything else. */
export function textsOf(value: Pickled | undefined): string[] | undefined {
  const entries = entriesOf(value);
  const items = entries ? [...entries.values()] : itemsOf(value);
  if (!items || items.length === 0 || items.length > 100_000) return undefined;
  return items.every((item) => typeof item === "string" || typeof item === "number")
    ? items.map(String)
    : undefined;
}

/** Returns a value as JSON can hold it, at most `depth` deep; undefined where it can't. */
export function plainOf(value: Pickled | undefined, depth = 6): unknown {
  if (depth < 0 || value === undefined) return undefined;
  if (value === null || typeof value !== "object")
    return typeof value === "bigint" ? undefined : value;
  const items = itemsOf(value);
  if (items) {
    const all = items.map((item) => plainOf(item, depth - 1));
    return all.includes(undefined) ? undefined : all;
  }
  const entries = entriesOf(value);
  if (!entries) return undefined;
  const pairs = [...entries].map(([key, item]) => [String(key), plainOf(item, depth - 1)] as const);
  return pairs.some(([, item]) => item === undefined) ? undefined : Object.fromEntries(pairs);
}
