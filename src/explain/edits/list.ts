/** A list of changes, kept as short as it can be. */

import type { Change, Reach } from "./change.ts";

/**
 * Returns the list with a change at its end. What the change overwrites is taken out of earlier changes; a
 * change back to as trained where nothing was changed is left out, and a solo takes an earlier one's place.
 */
export function withChange(changes: readonly Change[], next: Change): Change[] {
  if (next.channels?.length === 0) return [...changes];
  const kept = overwrites(next)
    ? withoutOverwritten(changes, next)
    : changes.filter((one) => next.kind !== "solo" || one.kind !== "solo" || !sameLayer(one, next));
  const needless = next.kind === "trained" && !kept.some((one) => sameLayer(one, next));
  return needless ? kept : [...kept, next];
}

/** Returns the list without the change at a place. */
export function withoutChange(changes: readonly Change[], place: number): Change[] {
  return changes.filter((_, i) => i !== place);
}

function overwrites({ kind }: Change): boolean {
  switch (kind) {
    case "set":
    case "trained":
    case "usual":
    case "take":
      return true;
    case "scale":
    case "solo":
    case "shuffle":
      return false;
  }
}

function withoutOverwritten(changes: readonly Change[], next: Reach): Change[] {
  if (!next.channels) return changes.filter((one) => !sameLayer(one, next));
  const gone = new Set(next.channels);
  // What a shuffle has moved elsewhere is still needed.
  const shuffle = changes.findLastIndex((one) => one.kind === "shuffle" && sameLayer(one, next));
  return changes.flatMap((one, i) =>
    sameLayer(one, next) && i > shuffle ? reduced(one, gone) : [one],
  );
}

/** Returns the change without some channels, or nothing where none is left. */
function reduced(change: Change, gone: ReadonlySet<number>): Change[] {
  const { channels } = change;
  // Of those that reach all, or work on all together, nothing can be taken out.
  if (!channels || change.kind === "solo" || change.kind === "shuffle" || change.kind === "take")
    return [change];
  const stays = channels.map((channel) => !gone.has(channel));
  const left = channels.filter((_, i) => stays[i]);
  if (left.length === 0) return [];
  if (change.kind === "set" && typeof change.to !== "number")
    return [{ ...change, channels: left, to: change.to.filter((_, i) => stays[i]) }];
  return [{ ...change, channels: left }];
}

function sameLayer(a: Reach, b: Reach): boolean {
  return a.layer === b.layer;
}
