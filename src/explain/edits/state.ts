/** Lists of changes as compact JSON, to be kept in a notebook or a link, and read back with checks. */

import { type Model, ReadableError } from "../../trace/index.ts";
import { findSELayer } from "../layers.ts";
import type { Change } from "./change.ts";
import { packChannels, unpackChannels, unpackNumbers } from "./pack.ts";

/** One change: its layer, its channels as ranges ("" for all), its kind and what belongs to that. */
export type SavedChange = readonly [
  layer: string,
  channels: string,
  kind: Change["kind"],
  ...rest: (string | number | readonly number[])[],
];

/** The largest number, in size, that a change may set or scale by. */
const largest = 16;
/** More changes than a person makes. */
const mostChanges = 1000;

/** Returns the changes as JSON: [["P5", "12", "set", 0], ["P4", "", "scale", 0.5]]. */
export function saveChanges(changes: readonly Change[]): SavedChange[] {
  return changes.map((change): SavedChange => {
    const { layer, kind } = change;
    const channels = packChannels(change.channels);
    switch (kind) {
      case "set":
        return [layer, channels, kind, change.to];
      case "scale":
        return [layer, channels, kind, change.by];
      case "shuffle":
        return [layer, channels, kind, change.seed];
      case "take":
        return [layer, channels, kind, change.from, change.numbers];
      case "trained":
      case "usual":
      case "solo":
        return [layer, channels, kind];
    }
  });
}

/**
 * Returns the changes that such JSON tells, checked against a network. Throws a ReadableError that says which
 * change is wrong and how.
 */
export function loadChanges(saved: unknown, model: Model): Change[] {
  if (!Array.isArray(saved) || saved.length > mostChanges) {
    throw new ReadableError({
      what: "Saved changes of channel weights can't be read",
      expected: `a list of at most ${String(mostChanges)} changes`,
      found: Array.isArray(saved) ? String(saved.length) : typeof saved,
    });
  }
  return saved.map((one: unknown, i) => loadChange(one, { model, place: i + 1 }));
}

interface Where {
  readonly model: Model;
  /** From 1. */
  readonly place: number;
}

function loadChange(saved: unknown, { model, place }: Where): Change {
  const fault = (expected: string, found: unknown): ReadableError =>
    new ReadableError({
      what: `Saved change ${String(place)} can't be read`,
      expected,
      found: (JSON.stringify(found) as string | undefined)?.slice(0, 60) ?? "nothing",
    });
  const [key, ranges, kind, value, more]: unknown[] = Array.isArray(saved) ? saved : [];
  if (typeof key !== "string" || typeof ranges !== "string")
    throw fault("[layer, channels, kind, …]", saved);
  const { key: layer, channels: count, reference } = findSELayer(model, key);
  const channels = unpackChannels(ranges, { layer, count });
  const reach = { layer, ...(channels && { channels }) };
  const reached = channels?.length ?? count;
  switch (kind) {
    case "set":
      if (isWeight(value)) return { ...reach, kind, to: value };
      if (Array.isArray(value) && value.length === reached && value.every(isWeight))
        return { ...reach, kind, to: value };
      throw fault(
        `a number from −${String(largest)} to ${String(largest)}, or ${String(reached)} of them`,
        value,
      );
    case "scale":
      if (isWeight(value)) return { ...reach, kind, by: value };
      throw fault(`a number from −${String(largest)} to ${String(largest)}`, value);
    case "shuffle":
      if (isSeed(value)) return { ...reach, kind, seed: value };
      throw fault("a seed, a whole number from 0 to 4294967295", value);
    case "take": {
      if (typeof value !== "string" || typeof more !== "string")
        throw fault("whose weights they are, and the weights", saved);
      const { length } = unpackNumbers(more);
      if (length !== reached) throw fault(`${String(reached)} numbers`, length);
      return { ...reach, kind, from: value.slice(0, 100), numbers: more };
    }
    case "usual":
      if (reference) return { ...reach, kind };
      throw fault("a network whose usual channel weights were measured", kind);
    case "trained":
      return { ...reach, kind };
    case "solo":
      if (channels) return { layer, channels, kind };
      throw fault("the channels that stay", ranges);
    default:
      throw fault("set, scale, trained, usual, solo, shuffle or take", kind);
  }
}

function isWeight(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) <= largest;
}

function isSeed(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 2 ** 32;
}
